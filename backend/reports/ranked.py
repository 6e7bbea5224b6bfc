"""Ranked lists: one row a member with the common block, share and growth; totals and others from base sums.

Every list report is a `Ranking`: its dimension, what its rows add, its default order. Ranks, shares and classes
are taken over all members before a search or a page cuts the list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from backend.errors import MeasureNotLoaded
from backend.planner.plan import Note
from backend.question import Filter
from backend.reports.fields import GROWTH as GROWTH_FIELD
from backend.reports.fields import SHARE, TYPE_OF_UNIT, common_fields, common_measures, member_field, row_nulls
from backend.reports.growth import GROWTH, no_base_code, row_codes, with_growth
from backend.reports.overview import null_code
from backend.reports.rows import Column, cut, in_order, measure_columns, page_of, to_rows
from backend.reports.session import Answered, Session, nulls_of, outcome_facts, to_question
from backend.reports.spec import Arguments, Field, FieldType, Null, Outcome, Page, SortOrder
from backend.reports.warnings import member_notes
from druid.catalog.model import Catalog, Level, camel

SORT_NAMES: Mapping[str, str] = {
    "REVENUE": "revenue",
    "PROFIT": "profit",
    "UNITS": "unitsSold",
    "MARGIN": "profitMargin",
    "GROWTH": "growthRate",
    "ORDERS": "orders",
}
SHARE_COLUMN = "share"


@dataclass(frozen=True, slots=True)
class Addition:
    """A field that a report's rows have beyond the common block, taken from a frame column of the same row."""

    column: Column
    description: str


Enrich = Callable[[Session, Arguments, Answered, pl.DataFrame, str], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Ranking:
    """`measures` maps further measures to row fields; `enrich` adds the columns of `additions` to all rows.

    `sort` is the default sort field; `subject`, when never loaded, makes the whole report fail.
    """

    dimension: str
    sort: str = "revenue"
    limit: int = 10
    measures: Mapping[str, str] | None = None
    additions: tuple[Addition, ...] = ()
    enrich: Enrich | None = None
    subject: str | None = None
    member_as: str | None = None

    def fields(self, catalog: Catalog) -> dict[str, str]:
        return {**common_measures(catalog), **(self.measures or {})}

    def columns(self, catalog: Catalog) -> tuple[Column, ...]:
        member = Column(self.dimension, self.member_as or camel(self.dimension), FieldType.TEXT)
        shares = (
            Column(SHARE_COLUMN, SHARE.name, FieldType.FRACTION),
            Column(GROWTH, GROWTH_FIELD.name, FieldType.FRACTION),
        )
        added = tuple(addition.column for addition in self.additions)
        return (member, *measure_columns(catalog, self.fields(catalog)), *shares, *added)


def row_fields(ranking: Ranking, catalog: Catalog) -> tuple[Field, ...]:
    """The keys of a row, for both doors."""
    measures = ranking.measures or {}
    own = tuple(Field(field, TYPE_OF_UNIT[catalog.measure[name].unit]) for name, field in measures.items())
    added = tuple(Field(a.column.field, a.column.type, a.description) for a in ranking.additions)
    member = member_field(catalog, ranking.dimension)
    return (member, *common_fields(catalog), *own, *added, row_nulls())


def sort_names(ranking: Ranking, catalog: Catalog) -> tuple[str, ...]:
    """The report's sort enum, its default first: the usual names, then one for each other field."""
    usual = {field: name for name, field in SORT_NAMES.items()}
    fields = [column.field for column in ranking.columns(catalog)]
    names = [usual.get(field, shout(field)) for field in fields]
    default = usual.get(ranking.sort, shout(ranking.sort))
    return tuple(dict.fromkeys([default, *SORT_NAMES, *names]))


def shout(field: str) -> str:
    """camelCase to the SCREAMING_CASE of enums.

    >>> shout("averageOrderValue")
    'AVERAGE_ORDER_VALUE'
    """
    return "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in field)


@dataclass(frozen=True, slots=True)
class Order:
    """The order in use: the frame column, its direction, and a note when the default could not be kept."""

    column: str
    direction: SortOrder
    note: Note | None = None


def order_of(ranking: Ranking, arguments: Arguments, answer: Answered, catalog: Catalog) -> Order:
    """What to sort by. A default on a measure never loaded falls back to net revenue; an explicit one fails."""
    source = {column.field: column.source for column in ranking.columns(catalog)}
    asked = arguments.sort_by
    field = ranking.sort if asked is None else _field_of(asked, source)
    column = source[field]
    direction = arguments.order or (SortOrder.ASC if column == ranking.dimension else SortOrder.DESC)
    if column not in answer.plan.nulls:
        return Order(column, direction)
    if asked is not None:
        raise MeasureNotLoaded(f"Rows cannot be sorted by {field}: it was never loaded.", field="sortBy")
    note = Note("SORT_FALLBACK", f"Sorted by net revenue, because {field} was never loaded.", field)
    return Order("net_revenue", direction, note)


def _field_of(name: str, fields: Mapping[str, str]) -> str:
    if name in SORT_NAMES:
        return SORT_NAMES[name]
    return next(field for field in fields if shout(field) == name)


def with_share(frame: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """Each row's part of the total net revenue, null when the total is 0."""
    total = int(totals["net_revenue"][0] or 0)
    shares = [None if not total or part is None else part / total for part in frame["net_revenue"].to_list()]
    return frame.with_columns(pl.Series(SHARE_COLUMN, shares, dtype=pl.Float64))


async def rank(session: Session, arguments: Arguments, ranking: Ranking) -> Outcome:
    """Answer a ranked list."""
    catalog = session.catalog
    measures = tuple(ranking.fields(catalog))
    rows = await session.ask(to_question(arguments, session.conventions, measures, (ranking.dimension,)))
    if ranking.subject is not None and ranking.subject in rows.plan.nulls:
        raise MeasureNotLoaded(f"No loaded file carries what {camel(ranking.subject)} needs.", field=ranking.subject)
    whole = await session.ask(to_question(arguments, session.conventions, measures))
    order = order_of(ranking, arguments, rows, catalog)
    frame = with_share(with_growth(rows, "net_revenue", (ranking.dimension,)), whole.current)
    if ranking.enrich is not None:
        frame = ranking.enrich(session, arguments, rows, frame, order.column)
    frame = in_order(frame, order.column, order.direction, (ranking.dimension,))
    frame = searched(frame, ranking.dimension, arguments.search)
    where = cut(arguments.after, arguments.limit or ranking.limit, _identity(ranking, arguments))
    shown, page = page_of(frame, where)
    totals = _totals(whole, ranking, catalog)
    others = await _others(session, arguments, ranking, whole, (shown, page))
    facts = outcome_facts(rows, whole)
    facts["notes"] += await member_notes(session, arguments.filters)
    facts["notes"] += (order.note,) if order.note else ()
    return Outcome(
        _rows(shown, ranking, rows, catalog),
        nulls=_nulls(rows, ranking, catalog),
        row_count=shown.height,
        page=page,
        totals=totals,
        others=others,
        **facts,
    )


def _identity(ranking: Ranking, arguments: Arguments) -> object:
    """What a cursor belongs to: everything asked but the page itself."""
    said = [getattr(arguments, name) for name in arguments.__slots__ if name not in {"after", "limit"}]
    return (ranking.dimension, ranking.sort, said)


def searched(frame: pl.DataFrame, dimension: str, text: str | None) -> pl.DataFrame:
    """Rows whose member holds the text, upper or lower case."""
    if not text:
        return frame
    return frame.filter(pl.col(dimension).str.to_lowercase().str.contains(text.lower(), literal=True))


def _rows(frame: pl.DataFrame, ranking: Ranking, answer: Answered, catalog: Catalog) -> list[dict[str, Any]]:
    written = to_rows(frame, ranking.columns(catalog), answer.plan.question.timezone)
    codes = row_codes(frame, answer).to_list()
    measures = {field: name for name, field in ranking.fields(catalog).items()}
    for row, code in zip(written, codes, strict=True):
        nulls = [
            {"field": field, "code": null_code(answer.plan.nulls, name)}
            for field, name in measures.items()
            if row[field] is None and name not in answer.plan.nulls
        ]
        row["nulls"] = [*nulls, {"field": "growthRate", "code": code}] if code else nulls
    return written


def _nulls(answer: Answered, ranking: Ranking, catalog: Catalog) -> tuple[Null, ...]:
    """Reasons that hold for every row."""
    code = no_base_code(answer)
    growth = (Null("growthRate", code),) if code else ()
    return (*nulls_of(answer, ranking.fields(catalog)), *growth)


def _totals(whole: Answered, ranking: Ranking, catalog: Catalog) -> dict[str, Any]:
    frame = with_share(with_growth(whole, "net_revenue", ()), whole.current)
    columns = [c for c in ranking.columns(catalog) if c.source in frame.columns and c.source != ranking.dimension]
    return to_rows(frame, columns, whole.plan.question.timezone)[0]


async def _others(
    session: Session, arguments: Arguments, ranking: Ranking, whole: Answered, listed: tuple[pl.DataFrame, Page]
) -> dict[str, Any] | None:
    """The rows that this page does not list, as one: the same question without the listed members.

    Only asked when there are such rows. Orders by a line-level dimension are left out (null): an order may hold
    both listed and other members, and counting them would read every base line.
    """
    shown, page = listed
    if page.total_count <= shown.height or arguments.search:
        return None
    catalog = session.catalog
    fields = ranking.fields(catalog)
    by_line = catalog.dimension[ranking.dimension].level is Level.LINE
    measures = tuple(name for name in fields if not (by_line and "orders" in catalog.leaves(name)))
    rest = Filter(ranking.dimension, excluded=tuple(shown[ranking.dimension].to_list()))
    narrowed = Arguments(
        period=arguments.period,
        span=arguments.span,
        filters=(*arguments.filters, rest),
        compare=arguments.compare,
        timezone=arguments.timezone,
        anchor=arguments.anchor,
        source=arguments.source,
    )
    answer = await session.ask(to_question(narrowed, session.conventions, measures))
    frame = with_share(with_growth(answer, "net_revenue", ()), whole.current)
    columns = [c for c in ranking.columns(catalog) if c.source in frame.columns and c.source != ranking.dimension]
    values = to_rows(frame, columns, answer.plan.question.timezone)[0]
    return {**dict.fromkeys(fields.values()), **values}
