"""What a snapshot is: one numbered, checksummed manifest naming every file of base and rollups with its facts.

`encode` and `decode` are the format; `manifest_path` the place. The newest manifest that holds is the snapshot
(`druid.store.snapshots`). Nothing is ever found by listing data files.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from druid.store.plans import Rate, Target

FORMAT = 1


@dataclass(frozen=True, slots=True)
class DataFile:
    """One Parquet file: a table's lines of one business-zone month ("2024-03").

    `path` is relative to the store. `sums` holds every summed column's total (scaled integers); `first_ms` and
    `last_ms` bound its moments (epoch milliseconds, UTC), None in tables without a moment. Of base files also:
    `present` counts the lines with a value by column, `absolutes` are the sums of absolute values, `newest_ms` is
    the newest completed line. `facts` is what else a table's months are known by.
    """

    table: str
    month: str
    path: str
    size: int
    sha256: str
    rows: int
    sums: dict[str, int] = field(default_factory=dict)
    first_ms: int | None = None
    last_ms: int | None = None
    present: dict[str, int] = field(default_factory=dict)
    absolutes: dict[str, int] = field(default_factory=dict)
    newest_ms: int | None = None
    facts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Local days, both ends included, that a load spoke for: of one branch, or of all when `branch` is None."""

    first_day: str
    last_day: str
    branch: str | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A rollup's month that may not serve, with the day and measure that failed the proof."""

    table: str
    month: str
    day: str
    measure: str
    expected: int
    found: int


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """One published load. `identity` (content, mapping and mode) recognises a file loaded before.

    `lines` and `money` are the balance: name of the part -> count, money column -> part -> scale-4 total.
    `months` were rebuilt; `days` is the span of local days in the file.
    """

    load_id: str
    identity: str
    file: str
    sha256: str
    mapping: str
    mode: str
    loaded_at: str
    lines: dict[str, int]
    money: dict[str, dict[str, int]]
    months: tuple[str, ...]
    days: tuple[str, str] | None
    quarantine: str | None = None
    warnings: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrderException:
    """An order whose completed lines differ in local hour, day, month or an order-level member.

    `varies` names the order-level dimensions in which its lines differ. `orders` may not come from markers where
    a question can tell these lines apart.
    """

    first_ms: int
    last_ms: int
    varies: tuple[str, ...] = ()
    count: int = 1


@dataclass(frozen=True)  # without slots, so that its version is worked out once
class Manifest:
    """A whole snapshot. `columns` maps each canonical column to the number of lines with a value in it.

    `catalog` is the layout that all files have, `essential` the part of it that readers rely on. `newest_ms` is the
    moment of the newest completed line. `not_built` lists (rollup, month) above the size limit. `targets` and `rates`
    are what was planned, in the order of their keys.
    """

    sequence: int
    catalog: str
    timezone: str
    currency: str
    published_at: str
    files: tuple[DataFile, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    not_built: tuple[tuple[str, str], ...] = ()
    exceptions: tuple[OrderException, ...] = ()
    columns: dict[str, int] = field(default_factory=dict)
    newest_ms: int | None = None
    loads: tuple[LoadRecord, ...] = ()
    undone: tuple[str, ...] = ()
    essential: str = ""
    format: int = FORMAT
    targets: tuple[Target, ...] = ()
    rates: tuple[Rate, ...] = ()

    @cached_property
    def version(self) -> str:
        """The data version that answers state: sequence and a digest of the files."""
        digest = sha256("".join(sorted(f.sha256 for f in self.files)).encode()).hexdigest()[:8]
        return f"{self.sequence:08d}-{digest}"

    def of_table(self, table: str) -> tuple[DataFile, ...]:
        return tuple(f for f in self.files if f.table == table)


class ManifestInvalid(ValueError):
    """A manifest that cannot be trusted: torn, altered, or of a newer format. The message says which."""


def manifests_folder(store: Path) -> Path:
    return store / "manifests"


def manifest_path(store: Path, sequence: int) -> Path:
    return manifests_folder(store) / f"snap-{sequence:08d}.json"


def encode(manifest: Manifest) -> bytes:
    """The manifest as JSON with its own checksum over the body's bytes."""
    body = orjson.dumps(asdict(manifest), option=orjson.OPT_SORT_KEYS)
    return orjson.dumps({"checksum": sha256(body).hexdigest(), "manifest": orjson.Fragment(body)})


def decode(data: bytes) -> Manifest:
    """The manifest in `data`; raises ManifestInvalid when it is torn, altered or too new."""
    try:
        outer = orjson.loads(data)
        body = outer["manifest"]
        checksum = outer["checksum"]
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise ManifestInvalid("the manifest is cut short or not JSON") from error
    if sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest() != checksum:
        raise ManifestInvalid("the manifest's checksum does not match its content")
    if body["format"] > FORMAT:
        raise ManifestInvalid(f"the manifest has format {body['format']}; this release reads up to {FORMAT}")
    try:
        return _manifest(body)
    except (KeyError, TypeError, ValueError) as error:
        raise ManifestInvalid(f"the manifest lacks or adds a field ({error})") from error


def _manifest(body: dict[str, Any]) -> Manifest:
    loads = tuple(
        LoadRecord(**{**load, "months": tuple(load["months"]), "days": tuple(load["days"]) if load["days"] else None})
        for load in body["loads"]
    )
    return Manifest(
        **{
            **body,
            "files": tuple(DataFile(**f) for f in body["files"]),
            "coverage": tuple(Coverage(**c) for c in body["coverage"]),
            "withdrawn": tuple(Withdrawn(**w) for w in body["withdrawn"]),
            "not_built": tuple((table, month) for table, month in body["not_built"]),
            "exceptions": tuple(OrderException(**{**e, "varies": tuple(e["varies"])}) for e in body["exceptions"]),
            "loads": loads,
            "undone": tuple(body["undone"]),
            "targets": tuple(Target(**t) for t in body.get("targets", ())),
            "rates": tuple(Rate(**r) for r in body.get("rates", ())),
        }
    )


def covered_days(manifest: Manifest) -> tuple[date, date] | None:
    """First and last covered local day over all branches, None for an empty store."""
    if not manifest.coverage:
        return None
    return (
        date.fromisoformat(min(c.first_day for c in manifest.coverage)),
        date.fromisoformat(max(c.last_day for c in manifest.coverage)),
    )
