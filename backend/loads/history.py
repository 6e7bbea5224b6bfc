"""The history of loads as the API tells it: attempts over HTTP joined with what the store's manifest and reports hold.

In: a place. Out: plain documents, newest first; loads of the command line are among them. Money is exact, with four
decimals; nothing in a document names a path of this machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import orjson

from backend.loads.attempts import Attempt, attempts, settle
from backend.loads.place import Json, Place
from backend.reports.rows import money
from druid.catalog.model import camel
from druid.store.manifest import Manifest
from druid.store.snapshots import StoreUnreadable, open_snapshot

LINE_PARTS = ("loaded", "duplicate", "quarantined", "blank", "repeated headers")
MONEY_PARTS = ("loaded", "duplicate", "quarantined")
_REFUSED, _FAILED, _CANCELLED = "refused", "failed", "cancelled"


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the store knows of its loads. `records` are all there ever were, by load id, as in the manifest's JSON."""

    manifest: Manifest | None
    records: Mapping[str, Mapping[str, Any]]

    @property
    def newest(self) -> str | None:
        return self.manifest.loads[-1].load_id if self.manifest and self.manifest.loads else None

    def standing(self, load_id: str) -> str:
        """loaded, undone, or replaced when the store was put back to another state."""
        if self.manifest and any(load.load_id == load_id for load in self.manifest.loads):
            return "loaded"
        return "undone" if self.manifest and load_id in self.manifest.undone else "replaced"

    def matching(self, sha256: str, since: str, until: str) -> str | None:
        """The load of a file that began between two moments: what a loader that died could not report."""
        first, last = datetime.fromisoformat(since), datetime.fromisoformat(until)
        found = (
            load_id
            for load_id, record in self.records.items()
            if record["sha256"] == sha256 and first <= datetime.fromisoformat(record["loaded_at"]) <= last
        )
        return next(found, None)


def read_ledger(place: Place) -> Ledger:
    """The records of the manifest, and those that loads left as files of their own."""
    try:
        snapshot = open_snapshot(place.store)
    except StoreUnreadable:
        snapshot = None
    manifest = snapshot.manifest if snapshot else None
    records: dict[str, Mapping[str, Any]] = {}
    for path in place.reports.glob("*.json") if place.reports.is_dir() else ():
        try:
            record = orjson.loads(path.read_bytes())
            records[record["load_id"]] = record
        except (OSError, orjson.JSONDecodeError, KeyError, TypeError):
            continue
    records |= {load.load_id: asdict(load) for load in (manifest.loads if manifest else ())}
    return Ledger(manifest, records)


def stage_seconds(place: Place, load_id: str) -> dict[str, float]:
    """How long the stages of a load took, as its report says; nothing of a load before they were kept."""
    try:
        told = orjson.loads((place.reports / f"{load_id}.json").read_bytes()).get("seconds", {})
    except (OSError, orjson.JSONDecodeError, AttributeError):
        return {}
    return {str(stage): float(seconds) for stage, seconds in told.items()}


def history(place: Place) -> list[Json]:
    """Every load and attempt, the newest first."""
    ledger = read_ledger(place)
    tried = [attempt_document(place, attempt, ledger) for attempt in attempts(place)]
    told = {document["loadId"] for document in tried}
    by_command = [record_document(load_id, ledger) for load_id in ledger.records if load_id not in told]
    return sorted([*tried, *by_command], key=lambda document: str(document["startedAt"]), reverse=True)


def record_document(load_id: str, ledger: Ledger) -> Json:
    """A load that was not asked for over HTTP."""
    record = ledger.records[load_id]
    kind, _, how = str(record["mode"]).partition(":")
    return {
        **_EMPTY,
        "id": load_id,
        "kind": kind if how else "load",
        "by": "command",
        "state": ledger.standing(load_id),
        "file": record["file"],
        "mode": how or kind,
        "startedAt": record["loaded_at"],
        "endedAt": record["loaded_at"],
        **_recorded(load_id, ledger),
    }


def attempt_document(place: Place, attempt: Attempt, ledger: Ledger) -> Json:
    """An attempt as it stands now."""
    wish = attempt.wish
    asked: Json = {
        **_EMPTY,
        "id": attempt.id,
        "kind": wish.kind,
        "by": "page",
        "file": wish.file or None,
        "mode": wish.mode if wish.kind == "load" else None,
        "covers": wish.covers,
        "sha256": wish.sha256 or None,
        "upload": wish.upload or None,
        "startedAt": attempt.started_at,
        "progress": _last_progress(attempt),
    }
    if attempt.is_alive:
        state = "stopping" if attempt.is_stopped else "running"
        return {**asked, "state": state, "cancellable": not attempt.is_stopped and not attempt.is_published}
    ended = settle(place, attempt)
    report = place.told(ended["report"], _names(place, attempt))
    told = _outcome(attempt, report, ledger) if isinstance(report, dict) else _unreported(attempt, ended, ledger)
    return {**asked, "endedAt": ended["at"], **told}


def _names(place: Place, attempt: Attempt) -> dict[str, str]:
    """What the loader's report calls by paths of the store, where it is and where it was then."""
    data, stores = f"{attempt.wish.upload}.data", (place.store, *filter(None, [attempt.store]))
    sent = {f"{store}/uploads/{data}": attempt.wish.file for store in stores}
    rest = {f"{store}/{folder}": "" for store in stores for folder in ("quarantine/", "")}
    return {**sent, data: attempt.wish.file, **rest}


def _last_progress(attempt: Attempt) -> object:
    events = attempt.events()
    return orjson.loads(events[-1]) if events else None


def _outcome(attempt: Attempt, report: Mapping[str, Any], ledger: Ledger) -> Json:
    """The state that an ended attempt reached, with all that its report says."""
    error = report.get("error")
    if isinstance(error, dict):
        ended = _REFUSED if report["exitCode"] == 2 else _FAILED
        return {"state": _CANCELLED if error["code"] == "STOPPED" else ended, "error": _error(error)}
    if attempt.wish.kind == "undo":
        return {
            "state": "done",
            "loadId": report["undone"],
            "version": report["version"],
            "published": report["published"],
        }
    load_id = report["load"]["load_id"]
    is_new = report["outcome"] == "loaded"
    return {
        **_recorded(load_id, ledger),
        "state": ledger.standing(load_id) if is_new else "unchanged",
        "version": report["version"],
        "unparsable": (report["balance"] or {}).get("unparsable", {}),
        "rounding": (report["balance"] or {}).get("rounding"),
        "notices": [{"code": n["code"], "message": n["message"], "count": n["count"]} for n in report["notices"]],
        "replaced": [replaced_day(day) for day in report["replaced"]],
        "published": report["published"],
    }


def _unreported(attempt: Attempt, ended: Json, ledger: Ledger) -> Json:
    """A loader that died: what it had published before stands, else nothing changed."""
    wish = attempt.wish
    load_id = ledger.matching(wish.sha256, attempt.started_at, str(ended["at"]))
    if wish.kind == "load" and load_id is not None:
        return {**_recorded(load_id, ledger), "state": ledger.standing(load_id)}
    if ended.get("undone"):
        return {"state": "done", "loadId": wish.undoes}
    if attempt.is_stopped:
        stopped = {
            "code": "STOPPED",
            "message": "The load was stopped before it began.",
            "hint": "Load the file again.",
        }
        return {"state": _CANCELLED, "error": stopped}
    told = "The loader ended before it could report; it was killed, or the server lost power."
    return {"state": _FAILED, "error": {"code": "INTERRUPTED", "message": told, "hint": "Nothing changed. Load again."}}


def _error(error: Mapping[str, Any]) -> Json:
    """Code, sentence, hint; the mapping that a person could correct; the load whose lines were set aside."""
    details = error.get("details") or {}
    found: Json = {"code": error["code"], "message": error["message"], "hint": error["hint"], "line": error.get("line")}
    found["mapping"] = details.get("proposal")
    found["quarantineOf"] = details.get("load_id")
    return found


def _recorded(load_id: str, ledger: Ledger) -> Json:
    """What a published load left in the store."""
    record = ledger.records.get(load_id)
    if record is None:
        return {"loadId": load_id}
    lines, sums = record["lines"], record["money"]
    return {
        "loadId": load_id,
        "number": int(load_id.partition("-")[0]),
        "isNewest": load_id == ledger.newest,
        "file": record["file"],
        "sha256": record["sha256"],
        "mapping": record["mapping"],
        "balance": balance(lines, sums),
        "months": list(record["months"]),
        "days": list(record["days"]) if record["days"] else None,
        "quarantine": {"lines": lines.get("quarantined", 0)} if record["quarantine"] else None,
        "warnings": [{"code": code, "count": count} for code, count in record["warnings"].items()],
    }


def balance(lines: Mapping[str, int], sums: Mapping[str, Mapping[str, int]]) -> Json:
    """Both sides of every line and amount of a load, and whether they are equal to the last digit."""
    is_equal = _is_equal(lines, LINE_PARTS) and all(_is_equal(parts, MONEY_PARTS) for parts in sums.values())
    return {
        "lines": _parts(lines, LINE_PARTS),
        "money": [
            {"column": camel(column), **{part: money(parts.get(part, 0)) for part in ("in", *MONEY_PARTS)}}
            for column, parts in sums.items()
        ],
        "isEqual": is_equal,
    }


def _is_equal(parts: Mapping[str, int], expected: Iterable[str]) -> bool:
    return parts["in"] == sum(parts.get(part, 0) for part in expected)


def _parts(parts: Mapping[str, int], names: Iterable[str]) -> Json:
    return {camel(part.replace(" ", "_")): parts.get(part, 0) for part in ("in", *names)}


def replaced_day(day: Mapping[str, Any]) -> Json:
    """Old and new totals of a day and branch."""
    totals = {
        name: {"lines": day[name]["lines"], "grossRevenue": money(day[name]["gross_revenue"])}
        for name in ("before", "after")
    }
    return {"day": day["day"], "branch": day["branch"], **totals}


_EMPTY: Json = {
    **dict.fromkeys(("loadId", "number", "version", "covers", "upload", "endedAt", "progress", "error", "balance")),
    **dict.fromkeys(("days", "quarantine", "mapping", "sha256", "rounding", "published")),
    "cancellable": False,
    "isNewest": False,
    "months": [],
    "warnings": [],
    "notices": [],
    "unparsable": {},
    "replaced": [],
}
