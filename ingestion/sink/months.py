"""Base files of one or several months: what was loaded and stays, plus what is new, with order markers, sorted.

In: the workbench with table `slots` (of these months), their files so far, their new pieces, and tables `excluded`
(lines not to load), `removed_days` and `removed_branches`. Out: a Parquet file a month, and the facts of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from druid.catalog.model import Catalog, DistinctDays, Marker, Moment
from ingestion.sink.bench import Workbench, is_completed, listed, quoted, slot_of, sql_type
from ingestion.sink.store import LINE_NUMBER, LOAD_NUMBER, OWN_ORDER, own_moments

SORTED_BY = ("branch", "product")
ROW_GROUP = 122_880

_NO_LINES = "CREATE OR REPLACE TEMP VIEW {name} AS SELECT {columns} WHERE false"
_LINES = "CREATE OR REPLACE TEMP VIEW {name} AS SELECT {columns} FROM {files}"
_KEPT = """
    CREATE OR REPLACE TEMP VIEW kept AS
    SELECT loaded.* FROM loaded JOIN slots ON slots.slot = {slot} WHERE NOT ({removal})
"""
_MONTHS = """
    CREATE OR REPLACE TEMP VIEW month_lines AS
    SELECT *, {uid} AS uid FROM (
        FROM kept UNION ALL FROM pieces WHERE NOT EXISTS (FROM excluded WHERE excluded.line = pieces.line)
    )
"""
_FIRSTS = """
    SELECT min(uid) AS uid, {bit} AS bit
    FROM month_lines JOIN slots ON slots.slot = {slot}
    WHERE {completed} AND {condition} GROUP BY slots.month, {group}
"""
_MARKED = "CREATE OR REPLACE TEMP TABLE marked AS SELECT uid, sum(bit)::INTEGER AS bits FROM ({firsts}) GROUP BY uid"
_ARRANGED = """
    CREATE OR REPLACE TEMP VIEW arranged AS
    SELECT {columns}, slots.month AS its_month, slots.day_ms AS its_day, lines.uid AS uid
    FROM month_lines AS lines JOIN slots ON slots.slot = {slot} LEFT JOIN marked ON marked.uid = lines.uid
"""
_BASE = """
    COPY (
        SELECT * EXCLUDE (its_month, its_day, uid) FROM arranged WHERE its_month = $month
        ORDER BY its_day, {order}, uid
    ) TO $path (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {rows})
"""
_FACTS = """
    SELECT slots.month, count(*), min(epoch_ms({time})), max(epoch_ms({time})),
           max(epoch_ms({time})) FILTER ({completed}), count(*) FILTER ({completed}), {aggregates}
    FROM base_lines JOIN slots ON slots.slot = {slot} GROUP BY slots.month
"""


@dataclass(frozen=True, slots=True)
class BaseFacts:
    """What a base file holds. `sums` and `absolutes` by numeric column, `present` by catalog column."""

    rows: int
    completed: int
    first_ms: int | None
    last_ms: int | None
    newest_ms: int | None
    sums: dict[str, int]
    absolutes: dict[str, int]
    present: dict[str, int]


class Removal(StrEnum):
    """Which loaded lines a load deletes, as a condition over the line and its slot."""

    NOTHING = "false"
    DAYS = "slots.day IN (FROM removed_days)"
    DAYS_OF_BRANCHES = "slots.day IN (FROM removed_days) AND coalesce(branch IN (FROM removed_branches), false)"


def see_lines(bench: Workbench, catalog: Catalog, name: str, paths: Sequence[Path]) -> None:
    """Name stored or parked files as a view of lines without markers; what an older file lacks is null."""
    if not paths:
        bench.run(_NO_LINES.format(name=quoted(name), columns=_line_columns(catalog, frozenset())))
        return
    files = f"{name}_files"
    bench.see(files, paths)
    columns = _line_columns(catalog, bench.columns(files))
    bench.run(_LINES.format(name=quoted(name), columns=columns, files=quoted(files)))


def see_kept(bench: Workbench, catalog: Catalog, paths: Sequence[Path], removal: Removal) -> None:
    """Name the lines of base files that a load does not delete: view `kept`."""
    see_lines(bench, catalog, "loaded", paths)
    bench.run(_KEPT.format(slot=slot_of(catalog), removal=removal.value))


def gather_months(bench: Workbench, catalog: Catalog, pieces: Sequence[Path]) -> None:
    """Define view `month_lines`: the lines of `kept` and the new ones that are not excluded."""
    see_lines(bench, catalog, "pieces", pieces)
    bench.run(_MONTHS.format(uid=_uid(catalog)))


def arrange(bench: Workbench, catalog: Catalog, *, held: bool) -> None:
    """Define view `arranged`: `month_lines` with their markers. `held`: computed once, for many months in memory."""
    if held:
        bench.hold("month_lines")
    words = {"completed": is_completed(catalog), "slot": slot_of(catalog)}
    firsts = (
        _FIRSTS.format(
            bit=1 << place, group=listed(_counted(marker, catalog)), condition=_first(marker, catalog), **words
        )
        for place, marker in enumerate(catalog.markers)
    )
    bench.run(_MARKED.format(firsts=" UNION ALL ".join(firsts)))
    bench.run(_ARRANGED.format(columns=_base_selection(catalog), slot=slot_of(catalog)))
    if held:
        bench.hold("arranged")


def write_base(bench: Workbench, catalog: Catalog, month: str, path: Path) -> None:
    """Write one month of `arranged`."""
    order = listed(quoted(name) for name in SORTED_BY if name in catalog.column)
    bench.run(_BASE.format(order=order, rows=ROW_GROUP), {"month": month, "path": str(path)})


def base_facts(bench: Workbench, catalog: Catalog) -> dict[str, BaseFacts]:
    """Counts and totals of view `base_lines` by month."""
    stored = bench.columns("base_lines")
    numbers = (*catalog.summed, *(marker.name for marker in catalog.markers if marker.name in stored))
    names = tuple(column.name for column in catalog.columns)
    aggregates = listed(
        [
            *(f"sum({quoted(name)})" for name in numbers),
            *(f"sum(abs({quoted(name)}::HUGEINT))" for name in catalog.summed),
            *(f"count({quoted(name)})" for name in names),
        ]
    )
    words = {"time": quoted(catalog.time), "completed": is_completed(catalog), "slot": slot_of(catalog)}
    rows = bench.run(_FACTS.format(aggregates=aggregates, **words))
    return {str(month): _facts(catalog, numbers, values) for month, *values in rows}


def _facts(catalog: Catalog, numbers: tuple[str, ...], found: list[int | None]) -> BaseFacts:
    rows, first, last, newest, completed, *values = found
    sums, absolutes = values[: len(numbers)], values[len(numbers) : len(numbers) + len(catalog.summed)]
    present = values[len(numbers) + len(catalog.summed) :]
    return BaseFacts(
        rows=rows or 0,
        completed=completed or 0,
        first_ms=first,
        last_ms=last,
        newest_ms=newest,
        sums=_known(numbers, sums),
        absolutes=_known(catalog.summed, absolutes),
        present=_known(tuple(column.name for column in catalog.columns), present),
    )


def _known(names: tuple[str, ...], values: list[int | None]) -> dict[str, int]:
    return {name: int(value) for name, value in zip(names, values, strict=True) if value is not None}


def _line_columns(catalog: Catalog, present: frozenset[str]) -> str:
    types = {column.name: sql_type(column.kind) for column in catalog.columns}
    types |= {catalog.order_key: "VARCHAR", LOAD_NUMBER: "BIGINT", LINE_NUMBER: "BIGINT"}
    return listed(
        quoted(name) if name in present else f"NULL::{kind} AS {quoted(name)}" for name, kind in types.items()
    )


def _base_selection(catalog: Catalog) -> str:
    names = [f"lines.{quoted(column.name)}" for column in catalog.columns]
    key = f"lines.{quoted(catalog.order_key)}"
    markers = [_marker(marker, 1 << place, key, catalog) for place, marker in enumerate(catalog.markers)]
    moments = [_moment(moment, catalog) for moment in own_moments(catalog)]
    return listed([*names, key, *markers, *moments, f"lines.{LOAD_NUMBER}", f"lines.{LINE_NUMBER}"])


def _counted(marker: Marker, catalog: Catalog) -> list[str]:
    """What a marker's things are told apart by, within a month."""
    members = [quoted(marker.dimension)] if marker.dimension else []
    if isinstance(marker.of, DistinctDays):
        return ["slots.day", quoted(marker.of.dimension), *members]
    return [quoted(catalog.order_key), *members]


def _first(marker: Marker, catalog: Catalog) -> str:
    """The condition that a line can be the first of something; a line that is its own order needs no search."""
    if isinstance(marker.of, DistinctDays):
        return f"{quoted(marker.of.positive)} > 0 AND {quoted(marker.of.dimension)} IS NOT NULL"
    several = f"NOT starts_with({quoted(catalog.order_key)}, '{OWN_ORDER}')"
    return f"{several} AND {quoted(marker.of.positive)} > 0" if marker.of.positive else several


def _marker(marker: Marker, bit: int, key: str, catalog: Catalog) -> str:
    terms = [is_completed(catalog)]
    if marker.of.positive:
        terms.append(f"lines.{quoted(marker.of.positive)} > 0")
    own = "" if isinstance(marker.of, DistinctDays) else f" OR starts_with({key}, '{OWN_ORDER}')"
    terms.append(f"(coalesce(marked.bits & {bit} > 0, false){own})")
    return f"CASE WHEN {' AND '.join(terms)} THEN 1::BIGINT ELSE 0::BIGINT END AS {quoted(marker.name)}"


def _moment(moment: Moment, catalog: Catalog) -> str:
    positive = f"lines.{quoted(moment.positive or catalog.time)} > 0"
    return f"CASE WHEN {positive} THEN lines.{quoted(catalog.time)} END AS {quoted(moment.name)}"


def _uid(catalog: Catalog) -> str:
    """One number for a line that sorts by moment, load and line: 64 bits, 24 bits and 40 bits."""
    moment = f"epoch_ms({quoted(catalog.time)})::HUGEINT * 18446744073709551616"
    return f"({moment} + {LOAD_NUMBER}::HUGEINT * 1099511627776 + {LINE_NUMBER}::HUGEINT)"
