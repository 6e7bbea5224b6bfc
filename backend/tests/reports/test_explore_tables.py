"""Pivots, subtotals, tops, others and thresholds of explore against the lines, on random legal questions.

Every cell, row total, column total and subtotal is counted again from the lines of its own group; what is left out
is counted from the lines of the rows that are not shown.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from backend.question import Comparison, ComparisonKind, DateSpan
from backend.reports.spec import Arguments, Having, Top
from backend.tests.asking import asking
from backend.tests.reports.asks import KINDS, branches_of, question_of, some_filter
from backend.tests.reports.ledger import Books, Figures, is_same, kept_books
from backend.tests.reports.test_explore import (
    DIMENSIONS,
    MEASURES,
    MOMENTS,
    absent,
    bucket_starts,
    meets,
    number,
    table_of,
    then_and_growth,
)
from druid.catalog.model import Grain, camel

TIME = "time"
SUMS = ("gross_revenue", "returns_value", "net_revenue", "units_sold", "units_returned", "lines")
Key = tuple[Any, ...]
Json = Any


def some_table(chance: random.Random, books: Books) -> Arguments:
    """A legal question; most of them use several of the means at once."""
    first = date(2024, 1, 1) + timedelta(days=chance.randrange(250))
    grain = chance.choice((None, None, Grain.MONTH, Grain.QUARTER))
    dimensions = tuple(chance.sample(DIMENSIONS, chance.choice((1, 2, 2, 3))))
    names = [*dimensions, *([TIME] if grain else [])]
    columns = tuple(chance.sample(names, min(chance.choice((0, 1, 1, 2)), len(names) - 1)))
    rows = [name for name in names if name not in columns]
    measures = tuple(chance.sample(MEASURES, chance.choice((1, 2, 3))))
    hidden = chance.choice([name for name in MEASURES if name not in MOMENTS])
    return Arguments(
        span=DateSpan(first, first + timedelta(days=chance.choice((30, 100)))),
        measures=measures,
        dimensions=dimensions,
        grain=grain,
        columns=columns,
        filters=(some_filter(chance, books, "branch"),) if chance.random() < 0.2 else (),
        compare=tuple(Comparison(kind) for kind in chance.sample(KINDS, chance.choice((0, 0, 1, 2)))),
        having=(Having(hidden, chance.choice((">", "<=", "!=")), chance.choice((0.0, 2.0, 1500.5))),)
        if chance.random() < 0.3
        else (),
        top=Top(chance.choice((1, 2, 5)), chance.choice([None, *rows])) if chance.random() < 0.6 else None,
        others=chance.random() < 0.6,
        totals=chance.random() < 0.7,
        limit=chance.choice((4, 40)),
    )


class Truth:
    """What the lines say of any group of a question."""

    def __init__(self, books: Books, arguments: Arguments) -> None:
        self.books, self.arguments = books, arguments
        self.whole = question_of(arguments, arguments.dimensions, arguments.grain)
        self._tables: dict[tuple[str, ...], dict[str, dict[Key, Figures]]] = {}

    @property
    def rows(self) -> tuple[str, ...]:
        names = tuple(name for name in self.arguments.dimensions if name not in self.arguments.columns)
        timed = self.arguments.grain is not None and TIME not in self.arguments.columns
        return (*names, TIME) if timed else names

    def tables(self, keys: tuple[str, ...]) -> dict[str, dict[Key, Figures]]:
        if keys not in self._tables:
            self._tables[keys] = table_of(self.books, self.question(keys))
        return self._tables[keys]

    def question(self, keys: tuple[str, ...]) -> Any:  # noqa: ANN401  # a Question
        members = tuple(name for name in self.arguments.dimensions if name in keys)
        return question_of(self.arguments, members, self.arguments.grain if TIME in keys else None)

    def place(self, moment: str) -> int:
        stretch = self.books.windows(self.whole)["current"]
        starts = [
            max(start, stretch.first).isoformat() for start, _ in bucket_starts(self.books, self.whole, "current")
        ]
        return starts.index(moment[:10])

    def key(self, members: Mapping[str, Any]) -> tuple[tuple[str, ...], Key]:
        """The names of a group in the order of the question, and its key in the tables."""
        named = {camel(name): name for name in self.arguments.dimensions}
        values = {named.get(name, name): value for name, value in members.items()}
        names = tuple(name for name in self.arguments.dimensions if name in values)
        key = tuple(values[name] for name in names)
        if TIME in values:
            return (*names, TIME), (self.place(values[TIME]), *key)
        return names, key

    def values(self, members: Mapping[str, Any]) -> list[Any]:
        """Measures, then each comparison's values and growths, of one group."""
        names, key = self.key(members)
        question, tables = self.question(names), self.tables(names)
        now = tables["current"].get(key) or absent(self.books, question, "current", key)
        found = [now[name] for name in self.arguments.measures]
        for index in range(len(question.compare)):
            found += then_and_growth(self.books, question, (key, now), (index, self.arguments.measures), tables)
        return found

    def listed(self) -> list[Key]:
        """Row keys as they should be listed: thresholds, order, top."""
        table = self.tables(self.rows)["current"]
        keys = [key for key, now in table.items() if all(meets(now, one) for one in self.arguments.having)]
        first = self.arguments.measures[0]
        ordered = sorted(keys, key=self._members)
        ordered.sort(key=lambda key: _descending(table[key][first]))
        if TIME in self.rows:
            ordered.sort(key=lambda key: key[0])
        top = self.arguments.top
        if top is None:
            return ordered
        seen: dict[Any, int] = {}
        kept = []
        for key in ordered:
            group = None if top.per is None else ("of", self.value_of(key, top.per))
            seen[group] = seen.get(group, 0) + 1
            if seen[group] <= top.n:
                kept.append(key)
        return kept

    def value_of(self, key: Key, name: str) -> Any:  # noqa: ANN401  # a member or a bucket
        members = [one for one in self.rows if one != TIME]
        return key[0] if name == TIME else key[len(key) - len(members) :][members.index(name)]

    def _members(self, key: Key) -> list[tuple[bool, str]]:
        return [((m := self.value_of(key, name)) is None, m or "") for name in self.rows if name != TIME]


def _descending(value: Any) -> tuple[bool, Any]:  # noqa: ANN401  # any measure
    if value is None:
        return True, 0
    shown = number(value)
    return False, -shown.timestamp() if hasattr(shown, "timestamp") else -shown


def split(data: Json, row: list[Any]) -> tuple[dict[str, Any], dict[str, list[Any]], list[Any]]:
    """A row's members, its cells by the JSON of a pivot column's members, and its own measures."""
    members: dict[str, Any] = {}
    cells: dict[str, list[Any]] = {}
    own: list[Any] = []
    for column, value in zip(data["columns"], row, strict=True):
        if column["kind"] in {"dimension", "time"}:
            members[column["name"]] = value
        elif column["members"] is None:
            own.append(value)
        else:
            cells.setdefault(repr(column["members"]), []).append(value)
    return members, cells, own


def check_row(truth: Truth, data: Json, row: list[Any], grouped: list[str] | None = None) -> None:
    members, cells, own = split(data, row)
    if grouped is not None:
        assert all(value is None for name, value in members.items() if name not in grouped)
        members = {name: members[name] for name in grouped}
    assert_same(own, truth.values(members), members)
    named = {repr(column["members"]): column["members"] for column in data["columns"] if column["members"]}
    for name, found in cells.items():
        assert_same(found, truth.values({**members, **named[name]}), (members, named[name]))


def assert_same(found: list[Any], wanted: list[Any], told: object) -> None:
    assert len(found) == len(wanted), told
    different = [(one, other) for one, other in zip(found, wanted, strict=True) if not is_equal(one, other)]
    assert different == [], told


def is_equal(found: object, wanted: object) -> bool:
    """Growth of a ratio is a quotient of differences of doubles: equal but for the last digit."""
    if isinstance(wanted, Fraction) and isinstance(found, float):
        return math.isclose(found, wanted, rel_tol=1e-14)
    return is_same(found, wanted)


@pytest.mark.parametrize("seed", range(30))
async def test_every_cell_and_total_equals_the_lines(books: Books, seed: int) -> None:
    await check_answer(books, some_table(random.Random(f"{books.path.name[:4]} {seed}"), books))


async def test_the_largest_question_is_legal(all_books: Mapping[str, Books]) -> None:
    """Twelve measures by four dimensions and months, five comparisons, with a top, totals and others."""
    spans = [DateSpan(date(2024, month, 1), date(2024, month, 28)) for month in (1, 2)]
    custom = [Comparison(ComparisonKind.CUSTOM, one) for one in spans]
    largest = Arguments(
        span=DateSpan(date(2024, 7, 1), date(2024, 8, 20)),
        measures=MEASURES[:12],
        dimensions=("branch", "product_line", "salesperson", "account"),
        grain=Grain.MONTH,
        compare=(*(Comparison(kind) for kind in KINDS), *custom),
        top=Top(3, "branch"),
        others=True,
        totals=True,
        limit=50,
    )
    await check_answer(all_books["dense"], largest)


async def check_answer(books: Books, arguments: Arguments) -> None:
    truth = Truth(books, arguments)
    async with asking(books.path) as asker:
        envelope = await asker.envelope("explore", arguments)
    assert envelope["error"] is None, (envelope["error"], arguments)
    data, metadata = envelope["data"], envelope["metadata"]
    keys = [truth.key(split(data, row)[0])[1] for row in data["rows"]]
    listed = truth.listed()
    assert keys == listed[: arguments.limit], arguments
    assert metadata["page"]["totalCount"] == len(listed)
    for row in data["rows"]:
        check_row(truth, data, row)
    check_columns(truth, data)
    for level in data["subtotals"]:
        assert len({tuple(row[: len(truth.rows)]) for row in level["rows"]}) == len(level["rows"])
        for row in level["rows"]:
            check_row(truth, data, row, level["dimensions"])
    if arguments.totals:
        assert [level["level"] for level in data["subtotals"]] == list(range(1, len(truth.rows)))
        names = [column["name"] for column in data["columns"]]
        check_row(truth, data, [metadata["totals"].get(name) for name in names], [])
    check_others(truth, data, listed)


def check_columns(truth: Truth, data: Json) -> None:
    """Every member met in the period is a column, and every bucket of it."""
    by = truth.arguments.columns
    if not by:
        return
    found = {repr(column["members"]) for column in data["columns"] if column["members"] is not None}
    assert len({column["name"] for column in data["columns"]}) == len(data["columns"])
    members = tuple(name for name in truth.arguments.dimensions if name in by)
    groups = len(truth.tables(members)["current"]) if members else 1
    buckets = len(bucket_starts(truth.books, truth.whole, "current")) if TIME in by else 1
    assert len(found) == groups * buckets


def check_others(truth: Truth, data: Json, listed: list[Key]) -> None:
    """Sums shown and left out add up to their group; counts of what is left out are those of its lines, or unknown."""
    arguments = truth.arguments
    if not arguments.others or data["others"] is None:
        return
    shown = listed if arguments.top else [truth.key(split(data, row)[0])[1] for row in data["rows"]]
    per = arguments.top.per if arguments.top else None
    for row in data["others"]["rows"]:
        members, _, own = split(data, row)
        group = {name: members[name] for name in data["others"]["dimensions"]}
        assert set(group) == ({camel(per)} if per else set())
        whole = truth.values(group)
        key = truth.key(group)[1]
        mine = [one for one in shown if not key or truth.value_of(one, per or "") == key[0]]
        for place, measure in enumerate(arguments.measures):
            if measure in SUMS and whole[place] is not None:
                values = [truth.tables(truth.rows)["current"][one][measure] for one in mine]
                assert is_same(own[place], whole[place] - sum(v for v in values if v is not None)), (measure, group)
        if arguments.grain is None:
            check_rest(truth, mine, (group, own), data["others"]["nulls"])


def check_rest(truth: Truth, shown: list[Key], told: tuple[dict[str, Any], list[Any]], nulls: Json) -> None:
    """The current measures of a group's lines without the shown rows."""
    group, own = told
    books, dimensions = truth.books, list(truth.rows)
    names, key = truth.key(group)
    lines = books.lines
    for name, member in zip(names, key, strict=True):
        lines = lines.filter(pl.col(name).eq_missing(pl.lit(member, pl.String)))
    listed = pl.DataFrame([list(one) for one in shown], schema=dict.fromkeys(dimensions, pl.String), orient="row")
    left = lines.join(listed, on=dimensions, how="anti", nulls_equal=True)
    rest = kept_books(books.path, left, books.coverage, books.zone)
    figures = rest.figures(question_of(truth.arguments))["current"][()]
    if not books.loaded_days(books.windows(truth.whole)["current"], branches_of(truth.arguments))[0]:
        return
    for place, measure in enumerate(truth.arguments.measures):
        unknown = {"field": camel(measure), "code": "NOT_ADDITIVE"} in nulls
        assert is_same(own[place], figures[measure]) or (unknown and own[place] is None), (measure, group)
