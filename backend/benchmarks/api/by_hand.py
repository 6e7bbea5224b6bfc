"""The Overview's tiles as hand-written SQL over the base files: what its uncached answer is measured against.

The statements are those of `reports_by_hand.sql` for the reports of the page, each once for the window and once for the
period before. Proof, coverage, shares, ranks, warnings and the envelope are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from time import perf_counter

import duckdb
import orjson

from backend.benchmarks.reports import statements_by_hand
from backend.warmup import FIRST_LOOK
from druid.catalog.sales import SALES
from druid.store.snapshots import Snapshot


def by_hand(snapshot: Snapshot, bodies: Iterable[bytes]) -> list[float]:
    """Milliseconds of each question's statements, one after the other, warm."""
    files = [str(snapshot.path_of(file)) for file in snapshot.manifest.of_table(SALES.base)]
    taken = []
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2; SET parquet_metadata_cache = true")
        connection.read_parquet(files).create_view("base")
        for body in bodies:
            started = perf_counter()
            for statement, values in _asked(body):
                named = {name: value for name, value in values.items() if f"${name}" in statement}
                connection.execute(statement, named).fetchall()
            taken.append((perf_counter() - started) * 1000)
    return taken[1:]


def _asked(body: bytes) -> Iterator[tuple[str, dict[str, object]]]:
    view = orjson.loads(body)["variables"]
    first = date.fromisoformat(view["dateRange"]["startDate"])
    after = date.fromisoformat(view["dateRange"]["endDate"]) + timedelta(days=1)
    branches = ((view["filters"] or {}).get("branch") or {}).get("in")
    branch = branches[0] if branches else None
    written = statements_by_hand()
    for start, end in ((first, after), (first - (after - first), first)):
        bounds = {"start": _midnight(start), "end": _midnight(end)}
        for tile in FIRST_LOOK:
            for statement in written[tile]:
                yield statement, {**bounds, "branch": branch}


def _midnight(day: date) -> datetime:
    """In Nairobi, as UTC without a zone."""
    return datetime.combine(day, time.min) - timedelta(hours=3)


def is_comparable(body: bytes) -> bool:
    """Whether a question has no filter but one by branch: the statements know no other."""
    return set(orjson.loads(body)["variables"]["filters"] or ()) <= {"branch"}
