"""What a Druid cluster holds of the store, as numbered, checksummed documents beside the manifests.

The store is the record; the cluster serves a copy of one of its manifests, month by month. `Serving` says which, which
months are being replaced and which rollup months may not be used. `write` is left to whoever publishes
(`ingestion.sink`); readers take the newest document that holds.
"""

from __future__ import annotations

import os
import re
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from druid.store.manifest import ManifestInvalid, Withdrawn

SERVING_FORMAT = 1
_NAME = re.compile(r"serving-(\d{8,})\.json")


@dataclass(frozen=True, slots=True)
class ServedMonth:
    """A month of a table as the cluster was seen to serve it.

    `source` is the sha256 of the record's base file it was built from, `version` the version of its Druid segments,
    `segments` and `rows` how many of them there are and what they hold.
    """

    table: str
    month: str
    source: str
    version: str
    segments: int
    rows: int


@dataclass(frozen=True, slots=True)
class Serving:
    """The state of the serving copy.

    `record` is the sequence of the manifest that is served, 0 before the first publication has ended. `loading` are
    months whose base is being replaced: their rollups are not used and answers that touch them are flagged. `withdrawn`
    are rollup months that failed the proof on the cluster; `missing` (rollup, month) those that were not built there.
    `toward` is the sequence of the manifest that an unfinished publication brings, 0 when none is under way.
    """

    number: int
    record: int
    prefix: str
    months: tuple[ServedMonth, ...] = ()
    loading: tuple[str, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    published_at: str = ""
    toward: int = 0
    format: int = SERVING_FORMAT

    def of_table(self, table: str) -> tuple[ServedMonth, ...]:
        return tuple(served for served in self.months if served.table == table)


def serving_folder(store: Path) -> Path:
    return store / "druid"


def serving_path(store: Path, number: int) -> Path:
    return serving_folder(store) / f"serving-{number:08d}.json"


def serving_numbers(store: Path) -> tuple[int, ...]:
    """Numbers of all documents, newest first: one directory listing."""
    try:
        with os.scandir(serving_folder(store)) as entries:
            matches = [_NAME.fullmatch(entry.name) for entry in entries]
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return tuple(sorted((int(match[1]) for match in matches if match), reverse=True))


def encode_serving(serving: Serving) -> bytes:
    """The document as JSON with its own checksum over the body's bytes."""
    body = orjson.dumps(asdict(serving), option=orjson.OPT_SORT_KEYS)
    return orjson.dumps({"checksum": sha256(body).hexdigest(), "serving": orjson.Fragment(body)})


def decode_serving(data: bytes) -> Serving:
    """The document in `data`; raises ManifestInvalid when it is torn, altered or too new."""
    try:
        outer = orjson.loads(data)
        body, checksum = outer["serving"], outer["checksum"]
        if sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest() != checksum:
            raise ManifestInvalid("the serving document's checksum does not match its content")
        if body["format"] > SERVING_FORMAT:
            raise ManifestInvalid(f"the serving document has format {body['format']}, newer than this release reads")
        return _serving(body)
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise ManifestInvalid("the serving document is cut short or not JSON") from error


def _serving(body: dict[str, Any]) -> Serving:
    return Serving(
        **{
            **body,
            "months": tuple(ServedMonth(**month) for month in body["months"]),
            "loading": tuple(body["loading"]),
            "withdrawn": tuple(Withdrawn(**gap) for gap in body["withdrawn"]),
            "missing": tuple((table, month) for table, month in body["missing"]),
        }
    )


def newest_serving(store: Path) -> Serving | None:
    """The newest document that holds, None when nothing was ever published to a cluster."""
    for number in serving_numbers(store):
        try:
            return decode_serving(serving_path(store, number).read_bytes())
        except (ManifestInvalid, OSError):
            continue
    return None
