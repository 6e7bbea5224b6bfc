"""What the cluster says of its own segments, compared with what was published to it.

Comes in: `Served` and the rows of one question to `sys.segments`. Goes out: `Findings`: rollup months that may not be
used, months of lines that are not those published, segments available and expected by table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlglot import exp

from backend.engine.druid.cluster import Inquiry
from backend.engine.druid.served import Served, TableMonth
from backend.planner.plan import Interval, Parameter
from druid.calendar import to_ms
from druid.store.serving import ServedMonth


@dataclass(frozen=True, slots=True)
class Held:
    """Active segments of one version of one datasource that begin at one moment."""

    datasource: str
    start_ms: int
    version: str
    segments: int
    available: int
    rows: int


@dataclass(frozen=True, slots=True)
class Findings:
    """`unserved` are published rollup months not served as published; `foreign` months whose lines are others'.

    `available` and `expected` count segments by table.
    """

    unserved: frozenset[TableMonth] = frozenset()
    foreign: frozenset[str] = frozenset()
    available: Mapping[str, int] | None = None
    expected: Mapping[str, int] | None = None


def segments_inquiry(datasources: Iterable[str]) -> Inquiry:
    """Active segments of these datasources by start and version."""
    names = tuple(datasources)
    keys = [exp.column(name, quoted=True) for name in ("datasource", "start", "version")]
    sums = [
        exp.alias_(exp.Count(this=exp.Star()), "segments", quoted=True),
        *(
            exp.alias_(exp.Sum(this=exp.column(column, quoted=True)), alias, quoted=True)
            for column, alias in (("is_available", "available"), ("num_rows", "held_rows"))
        ),
    ]
    listed = exp.column("datasource", quoted=True).isin(*(exp.Placeholder() for _ in names))
    active = exp.column("is_active", quoted=True).eq(1)
    select = exp.select(*keys, *sums).from_(exp.table_("segments", db="sys")).where(active, listed)
    select = select.group_by(*(exp.Literal.number(index + 1) for index in range(len(keys))))
    return Inquiry(select.sql(dialect="druid"), tuple(Parameter("VARCHAR", name) for name in names))


def held_from(rows: Iterable[Mapping[str, object]]) -> tuple[Held, ...]:
    return tuple(
        Held(
            str(row["datasource"]),
            to_ms(datetime.fromisoformat(str(row["start"]))),
            str(row["version"]),
            _count(row["segments"]),
            _count(row["available"]),
            _count(row["held_rows"]),
        )
        for row in rows
    )


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def compare(served: Served, held: Iterable[Held]) -> Findings:
    """Published months against held segments; months being replaced are left alone."""
    by_source: dict[str, list[Held]] = {}
    for one in held:
        by_source.setdefault(one.datasource, []).append(one)
    unserved: set[TableMonth] = set()
    foreign: set[str] = set()
    available = dict.fromkeys(served.tables, 0)
    expected = dict.fromkeys(served.tables, 0)
    for (table, month), published in served.published.items():
        if month in served.serving.loading:
            continue
        found = _within(by_source.get(served.datasource(table), ()), served.bounds[month])
        here = sum(one.available for one in found if one.version == published.version)
        expected[table] += published.segments
        available[table] += min(here, published.segments)
        if table != served.catalog.base and (
            here < published.segments or any(_is_other(one, published) for one in found)
        ):
            unserved.add((table, month))
        if table == served.catalog.base and _is_foreign(found, published):
            foreign.add(month)
    return Findings(frozenset(unserved), frozenset(foreign), available, expected)


def _within(held: Iterable[Held], span: Interval) -> tuple[Held, ...]:
    return tuple(one for one in held if span.start_ms <= one.start_ms < span.end_ms)


def _is_other(one: Held, published: ServedMonth) -> bool:
    """Another version, or more of the same: whoever appends to a month gets its version."""
    return one.version != published.version or one.segments > published.segments


def _is_foreign(found: tuple[Held, ...], published: ServedMonth) -> bool:
    """Other segments with another number of lines; compaction alone makes another version of the same lines."""
    others = [one for one in found if _is_other(one, published)]
    rows = sum(one.rows for one in found)
    return bool(others) and all(one.rows for one in others) and rows != published.rows
