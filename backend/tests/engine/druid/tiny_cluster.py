"""A cluster made of a tiny store's frames, whose months can be taken away: honest answers without a Druid.

Comes in: a tiny store, its serving document. Goes out: replies as Druid's, with the time that nobody serves; what was
asked is kept. Its statements are Druid SQL text, parsed anew and run by an in-memory database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import sqlglot
from sqlglot import exp

from backend.engine.dialect import Years, to_duckdb
from backend.engine.druid.cluster import Inquiry, Reply, TableMissing, Way
from backend.engine.druid.zone_proof import written_offset
from backend.errors import SalesError
from backend.planner.plan import Interval, Parameter
from backend.tests.stores import TinyStore, local_month
from druid.calendar import month_bounds
from druid.catalog.sales import SALES
from druid.store.manifest import Withdrawn
from druid.store.serving import ServedMonth, Serving, encode_serving, serving_path

PREFIX = "shop_"
VERSION = "2025-03-01T00:00:00.000Z"
Pair = tuple[str, str]


def serving_of(tiny: TinyStore, number: int = 1, *, loading: Iterable[str] = ()) -> Serving:
    """Everything of the store published, one segment a month."""
    manifest = tiny.manifest
    sources = {file.month: file.sha256 for file in manifest.of_table(SALES.base)}
    months = tuple(
        ServedMonth(file.table, file.month, sources[file.month], VERSION, 1, file.rows) for file in manifest.files
    )
    withdrawn: tuple[Withdrawn, ...] = manifest.withdrawn
    return Serving(number, manifest.sequence, PREFIX, months, tuple(loading), withdrawn, manifest.not_built)


def publish(store: Path, serving: Serving) -> None:
    path = serving_path(store, serving.number)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(encode_serving(serving))


class TinyCluster:
    """`drop` takes a month away, `heal` gives it back; `failure` is raised instead of any answer.

    `offset` tells the cluster's own time zone rules.
    """

    slots = 4

    def __init__(self, tiny: TinyStore, serving: Serving) -> None:
        self.tiny = tiny
        self.serving = serving
        self.asked: list[str] = []
        self.dropped: set[Pair] = set()
        self.failure: SalesError | None = None
        self.offset: Callable[[int, str], str] = written_offset
        self.overflows = False
        self._database = duckdb.connect(":memory:", config={"threads": 1})
        for table in tiny.tables:
            self._fill(table)

    def drop(self, table: str, month: str) -> None:
        self.dropped.add((table, month))
        self._fill(table)

    def heal(self) -> None:
        tables = {table for table, _ in self.dropped}
        self.dropped.clear()
        for table in tables:
            self._fill(table)

    def _fill(self, table: str) -> None:
        frame = self.tiny.tables[table]
        gone = [month for name, month in self.dropped if name == table]
        kept = frame.filter(~local_month(frame, self.tiny.manifest.timezone).is_in(gone))
        self._database.register("incoming", kept.to_arrow())
        name = exp.to_identifier(PREFIX + table, quoted=True).sql(dialect="duckdb")
        self._database.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM incoming")  # noqa: S608
        self._database.unregister("incoming")

    async def ask(self, inquiry: Inquiry, deadline: float) -> Reply:
        del deadline
        await asyncio.sleep(0)
        self.asked.append(inquiry.sql)
        if self.failure is not None:
            raise self.failure
        if "sys.segments" in inquiry.sql:
            return self._segments()
        if "sys.tasks" in inquiry.sql:
            return Reply(("task_id", "datasource", "status", "created_time"), ("VARCHAR",) * 4, ((),) * 4)
        if "TIME_FORMAT" in inquiry.sql:
            return self._offsets(inquiry.sql)
        return self._answer(inquiry) if inquiry.parameters else Reply(("one",), ("INTEGER",), ((1,),))

    def _segments(self) -> Reply:
        here = [m for m in self.serving.months if (m.table, m.month) not in self.dropped]
        zone = self.tiny.manifest.timezone
        rows = [(PREFIX + m.table, _iso(month_bounds(m.month, zone)[0]), m.version, 1, 1, m.rows) for m in here]
        names = ("datasource", "start", "version", "segments", "available", "held_rows")
        types = ("VARCHAR", "VARCHAR", "VARCHAR", "BIGINT", "BIGINT", "BIGINT")
        return Reply(names, types, tuple(zip(*rows, strict=True)))

    def _offsets(self, sql: str) -> Reply:
        """Constants in, the cluster's own offsets out."""
        parsed = sqlglot.parse_one(sql, dialect="druid")
        instants = [int(found.expressions[0].name) for found in parsed.find_all(exp.Tuple)]
        zone = next(text.name for text in parsed.find_all(exp.Literal) if "/" in text.name)
        told = tuple(self.offset(instant, zone) for instant in instants)
        return Reply(("ms", "utc_offset"), ("BIGINT", "VARCHAR"), (tuple(instants), told))

    def _answer(self, inquiry: Inquiry) -> Reply:
        select = sqlglot.parse_one(inquiry.sql, dialect="druid")
        assert isinstance(select, exp.Select)
        table = next(select.find_all(exp.Table)).name
        if table.removeprefix(PREFIX) not in self.tiny.tables:
            raise TableMissing
        moments = [int(p.value) for p in inquiry.parameters if p.type == "TIMESTAMP"]
        text = to_duckdb(select, years=Years.around(min(moments), max(moments)))
        result = self._database.execute(text, [_bound(parameter) for parameter in inquiry.parameters])
        names = [column[0] for column in result.description or []]
        values = result.fetchall()
        columns = tuple(zip(*values, strict=True)) if values else ((),) * len(names)
        kinds = [str(column[1]) for column in result.description or []]
        told = [_written(name, kind, column) for name, kind, column in zip(names, kinds, columns, strict=True)]
        return Reply(
            tuple(names),
            tuple(kind for kind, _ in told),
            tuple(column for _, column in told),
            uncovered=tuple(self._uncovered(table.removeprefix(PREFIX), moments)),
            is_uncovered_known=not self.overflows,
        )

    def _uncovered(self, table: str, moments: list[int]) -> Iterable[Interval]:
        """Months without a segment, cut to the time asked; months that never had a line among them."""
        gone = {month for name, month in self.dropped if name == table}
        held = {served.month for served in self.serving.of_table(table)} - gone
        zone = self.tiny.manifest.timezone
        for year in range(2023, 2026):
            for month in (f"{year}-{number:02}" for number in range(1, 13)):
                start, end = month_bounds(month, zone)
                start, end = max(start, min(moments)), min(end, max(moments))
                if month not in held and start < end:
                    yield Interval(start, end)

    def state(self) -> dict[str, object]:
        return {"breaker": "closed"}

    def figures(self) -> Way:
        return Way()

    async def close(self) -> None:
        self._database.close()


def _bound(parameter: Parameter) -> object:
    if parameter.type != "TIMESTAMP":
        return parameter.value
    return datetime.fromtimestamp(int(parameter.value) / 1000, UTC).replace(tzinfo=None)


def _iso(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _written(name: str, kind: str, column: tuple[object, ...]) -> tuple[str, tuple[object, ...]]:
    """As Druid writes it: time of lines as ISO text, other moments as whole numbers."""
    if kind == "VARCHAR":
        return "VARCHAR", column
    if name == "bucket":
        return "TIMESTAMP", tuple(_iso(_ms(value)) for value in column)
    if kind.startswith("TIMESTAMP"):
        return "BIGINT", tuple(None if value is None else _ms(value) for value in column)
    return "BIGINT", tuple(None if value is None else int(str(value)) for value in column)


def _ms(value: object) -> int:
    assert isinstance(value, datetime)
    return round(value.replace(tzinfo=UTC).timestamp() * 1000)


def lines_of(tiny: TinyStore) -> pl.DataFrame:
    """Completed lines, for sums by hand."""
    column, value = SALES.completed
    return tiny.lines.filter(pl.col(column) == value)
