"""Runs plans over a tiny store: each statement once, parts added up by group.

Comes in: a plan, and something that runs statements: here an in-memory database through the dialect table. Goes out:
window -> group -> leaf -> value, in the form of the oracle's answers.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import duckdb

from backend.engine.dialect import Years, to_duckdb
from backend.planner.plan import Parameter, Plan, Statement
from backend.tests.oracle import Groups, Key
from backend.tests.stores import TinyStore
from druid.catalog.model import Catalog, Grain, MeasureClass


class Bench(ABC):
    """Whatever runs statements; instants come back as naive UTC datetimes."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.kept: dict[tuple[str, tuple[Parameter, ...]], list[dict[str, object]]] = {}

    @abstractmethod
    def rows(self, statement: Statement) -> list[dict[str, object]]: ...

    def run(self, statement: Statement) -> list[dict[str, object]]:
        """The rows of a statement; the same one is run once."""
        key = (statement.text, statement.parameters)
        if key not in self.kept:
            self.kept[key] = self.rows(statement)
        return self.kept[key]

    def answer(self, plan: Plan) -> dict[str, Groups]:
        """Every window of a plan; groups of several statements are added by leaf."""
        answers: dict[str, Groups] = {window.name: {} for window in plan.windows}
        for statement in plan.statements:
            groups = answers[statement.window]
            for row in self.run(statement):
                values = groups.setdefault(_key(row, statement, plan), {})
                for leaf in statement.leaves:
                    values[leaf] = self._combined(leaf, [values.get(leaf), row[leaf]])
        return answers

    def _combined(self, leaf: str, values: Sequence[object]) -> object:
        known = [value for value in values if value is not None]
        if len(known) < 2:
            return known[0] if known else None
        measure = self.catalog.measure.get(leaf)
        assert measure is None or measure.measure_class is not MeasureClass.DISTINCT, "distinct counts were added"
        if leaf.startswith("first_"):
            return min(value for value in known if isinstance(value, datetime))
        if leaf.startswith("last_"):
            return max(value for value in known if isinstance(value, datetime))
        return sum(value for value in known if isinstance(value, int))


class Workbench(Bench):
    """A store's tables in an in-memory database."""

    def __init__(self, store: TinyStore, catalog: Catalog) -> None:
        super().__init__(catalog)
        self.connection = duckdb.connect(":memory:", config={"threads": 1})
        # On a few hundred rows the optimizer costs more than the statements
        self.connection.execute("PRAGMA disable_optimizer")
        for name, frame in store.tables.items():
            self.connection.register("incoming", frame.to_arrow())
            self.connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')  # noqa: S608
            self.connection.unregister("incoming")

    def rows(self, statement: Statement) -> list[dict[str, object]]:
        years = Years.around(statement.intervals[0].start_ms, statement.intervals[-1].end_ms)
        text = to_duckdb(statement.sql, years=years)
        result = self.connection.execute(text, [_bound(parameter) for parameter in statement.parameters])
        names = [column[0] for column in result.description or []]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _bound(parameter: Parameter) -> object:
    if parameter.type != "TIMESTAMP":
        return parameter.value
    return datetime.fromtimestamp(int(parameter.value) / 1000, UTC).replace(tzinfo=None)


def _key(row: dict[str, object], statement: Statement, plan: Plan) -> Key:
    members = tuple(row[name] for name in statement.dimensions)
    return (_bucket(row["bucket"], plan), *members) if statement.has_bucket else members


def _bucket(value: object, plan: Plan) -> date | datetime:
    """The bucket as the oracle names it: its first local day, or its hour's UTC start."""
    assert isinstance(value, datetime)
    if plan.grain is Grain.HOUR:
        return value
    return value.replace(tzinfo=UTC).astimezone(ZoneInfo(plan.question.timezone)).date()
