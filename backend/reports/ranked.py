"""Ranked lists: one row a member with the common block, share and growth; totals and others from base sums.

Every list report is a `Ranking`: its dimension, what its rows add, its default order. Ranks, shares and classes
are taken over all members before a search or a page cuts the list.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl

from backend.errors import MeasureNotLoaded
from backend.planner import base_code
from backend.planner.plan import Note
from backend.question import Filter
from backend.reports.fields import GROWTH as GROWTH_FIELD
from backend.reports.fields import SHARE, common_fields, common_measures, measure_fields, member_field, row_nulls
from backend.reports.growth import GROWTH, ZERO_BASE, base_of, no_base_code, with_growth
from backend.reports.others import beyond, rest_of
from backend.reports.reasons import ZERO_DENOMINATOR, reasons
from backend.reports.rows import Column, cut, in_order, measure_columns, page_of, to_rows
from backend.reports.session import Answered, Session, nulls_of, outcome_facts, refuse_missing, to_question
from backend.reports.sheet import Sheet
from backend.reports.spec import Arguments, Field, FieldType, Null, Outcome, SortOrder
from backend.reports.table import NOT_ADDITIVE
from backend.reports.totals import ADDED, sum_row, total_row, with_share
from backend.reports.warnings import member_notes
from druid.catalog.model import Catalog, camel

SORT_NAMES: Mapping[str, str] = {
    "REVENUE": "revenue",
    "PROFIT": "profit",
    "UNITS": "unitsSold",
    "MARGIN": "profitMargin",
    "GROWTH": "growthRate",
    "ORDERS": "orders",
}
BRANCH = "branch"


@dataclass(frozen=True, slots=True)
class Addition:
    """A field that a report's rows have beyond the common block, taken from a frame column of the same row.

    `reason` is the code of a null; with `is_pending` the field is never known yet, and cannot be sorted by.
    """

    column: Column
    description: str
    reason: pl.Expr | str = ""
    is_pending: bool = False
    is_sortable: bool = True


@dataclass(frozen=True, slots=True)
class Order:
    """The order in use: the frame column, its direction, and a note when the default could not be kept."""

    column: str
    direction: SortOrder
    note: Note | None = None


Enrich = Callable[[Answered, pl.DataFrame, Order], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Ranking:
    """`measures` maps further measures to row fields; `enrich` adds the columns of `additions` to all rows.

    `sort` is the default sort field; `subject`, when never loaded, makes the whole report fail. `rising` are fields
    of which the lowest comes first unless an order is asked. With `inner` a row is a pair of members, and `leading`
    the column, of `enrich`, that keeps the rows of a member together. `has_others` is False where what a page leaves
    out is not wanted. `only` is a column, of `enrich`, and the value that rows must have to be listed.
    """

    dimension: str
    sort: str = "revenue"
    limit: int = 10
    measures: Mapping[str, str] | None = None
    additions: tuple[Addition, ...] = ()
    enrich: Enrich | None = None
    subject: str | None = None
    member_as: str | None = None
    rising: frozenset[str] = frozenset()
    inner: str | None = None
    leading: str | None = None
    has_others: bool = True
    only: tuple[str, str] | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The dimensions that a row stands for."""
        return (self.dimension,) if self.inner is None else (self.dimension, self.inner)

    def fields(self, catalog: Catalog) -> dict[str, str]:
        return {**common_measures(catalog), **(self.measures or {})}

    def columns(self, catalog: Catalog) -> tuple[Column, ...]:
        outer = Column(self.dimension, self.member_as or camel(self.dimension), FieldType.TEXT)
        members = (outer, *(Column(name, camel(name), FieldType.TEXT) for name in self.keys[1:]))
        added = tuple(addition.column for addition in self.additions)
        return (*members, *measure_columns(catalog, self.fields(catalog)), *ADDED, *added)


def row_fields(ranking: Ranking, catalog: Catalog) -> tuple[Field, ...]:
    """The keys of a row, for both doors."""
    own = measure_fields(catalog, ranking.measures or {})
    added = tuple(Field(a.column.field, a.column.type, a.description) for a in ranking.additions)
    members = tuple(member_field(catalog, name) for name in ranking.keys)
    return (*members, *common_fields(catalog), *own, *added, row_nulls())


def sort_names(ranking: Ranking, catalog: Catalog) -> tuple[str, ...]:
    """The report's sort enum, its default first: the usual names, then one for each other field."""
    usual = {field: name for name, field in SORT_NAMES.items()}
    fixed = {a.column.field for a in ranking.additions if a.is_pending or not a.is_sortable}
    fields = [column.field for column in ranking.columns(catalog) if column.field not in fixed]
    names = [usual.get(field, shout(field)) for field in fields]
    default = usual.get(ranking.sort, shout(ranking.sort))
    return tuple(dict.fromkeys([default, *SORT_NAMES, *names]))


def shout(field: str) -> str:
    """camelCase to the SCREAMING_CASE of enums.

    >>> shout("averageOrderValue")
    'AVERAGE_ORDER_VALUE'
    """
    return "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in field)


def order_of(ranking: Ranking, arguments: Arguments, answer: Answered, catalog: Catalog) -> Order:
    """What to sort by. A default on a measure never loaded falls back to net revenue; an explicit one fails."""
    columns = {column.field: column for column in ranking.columns(catalog)}
    asked = arguments.sort_by
    field = ranking.sort if asked is None else _field_of(asked, columns)
    column = columns[field]
    is_rising = column.type is FieldType.TEXT or field in ranking.rising
    direction = arguments.order or (SortOrder.ASC if is_rising else SortOrder.DESC)
    if column.source not in answer.plan.nulls:
        return Order(column.source, direction)
    measure = catalog.measure.get(column.source)
    said = field if measure is None else measure.label.lower()
    if asked is not None:
        raise MeasureNotLoaded(f"Rows cannot be sorted by {said}: it was never loaded.", field="sortBy")
    note = Note("SORT_FALLBACK", f"Sorted by net revenue, because {said} was never loaded.", field)
    return Order("net_revenue", direction, note)


def _field_of(name: str, fields: Mapping[str, Column]) -> str:
    if name in SORT_NAMES:
        return SORT_NAMES[name]
    return next(field for field in fields if shout(field) == name)


@dataclass(frozen=True, slots=True)
class Asked:
    """The two answers behind a list: its rows and their total.

    `unfit` are members whose own earlier days were not all loaded, although others' were, with the code.
    """

    rows: Answered
    whole: Answered
    ranking: Ranking
    catalog: Catalog
    unfit: Mapping[str | None, str]

    @property
    def base(self) -> pl.DataFrame | None:
        return base_of(self.rows)

    @property
    def zone(self) -> str:
        return self.rows.plan.question.timezone


async def ask_rows(session: Session, arguments: Arguments, ranking: Ranking) -> Asked:
    """The rows of a list and their total, asked at once."""
    measures = tuple(ranking.fields(session.catalog))
    of_rows = to_question(arguments, session.conventions, measures, ranking.keys)
    of_whole = to_question(arguments, session.conventions, measures)
    rows, whole = await asyncio.gather(session.ask(of_rows), session.ask(of_whole))
    return Asked(rows, whole, ranking, session.catalog, unfit_members(session, rows, ranking.dimension))


def unfit_members(session: Session, rows: Answered, dimension: str) -> dict[str | None, str]:
    """Branches that cannot be compared: files may be loaded branch by branch."""
    if dimension != BRANCH or base_of(rows) is None:
        return {}
    members = rows.current[BRANCH].to_list()
    earlier = {name: session.windows_of(rows, Filter(BRANCH, (name,)))[1] for name in members}
    return {name: code for name, window in earlier.items() if (code := base_code(window)) is not None}


async def rank(session: Session, arguments: Arguments, ranking: Ranking) -> Outcome:
    """Answer a ranked list."""
    return await ranked(session, arguments, await ask_rows(session, arguments, ranking))


async def ranked(session: Session, arguments: Arguments, asked: Asked) -> Outcome:
    """A list whose rows were asked for."""
    ranking = asked.ranking
    if ranking.subject is not None:
        refuse_missing(ranking.subject, asked.rows, ranking.subject)
    order = order_of(ranking, arguments, asked.rows, session.catalog)
    frame = searched(_kept(_ordered(asked, order), ranking.only), ranking.dimension, arguments.search)
    identity = (session.scope, _identity(ranking, arguments))
    shown, page = page_of(frame, cut(arguments.after, arguments.limit or ranking.limit, identity))
    is_chosen = bool(arguments.search) or ranking.only is not None
    is_cut = page.total_count > shown.height and not is_chosen and ranking.has_others
    facts = outcome_facts(asked.rows, asked.whole)
    facts["notes"] += await member_notes(session, arguments.filters)
    facts["notes"] += (order.note,) if order.note else ()
    return Outcome(
        [] if session.as_sheet else _rows(shown, asked),
        sheet=Sheet(shown, ranking.columns(session.catalog), partial(_own_codes, asked)) if session.as_sheet else None,
        nulls=_nulls(asked),
        row_count=shown.height,
        page=page,
        totals=total_row(asked.whole, ranking.fields(session.catalog), session.catalog),
        others=await _others(session, asked, shown) if is_cut else None,
        **facts,
    )


def _ordered(asked: Asked, order: Order) -> pl.DataFrame:
    """Every row with shares, growth and the report's own columns, in order."""
    by = asked.ranking.keys
    frame = with_share(with_growth(asked.rows.current, asked.base, "net_revenue", by), asked.whole.current)
    if asked.unfit:
        is_fit = pl.Series([name not in asked.unfit for name in frame[by[0]].to_list()], dtype=pl.Boolean)
        frame = frame.with_columns(pl.when(is_fit).then(pl.col(GROWTH)).alias(GROWTH))
    if asked.ranking.enrich is not None:
        frame = asked.ranking.enrich(asked.rows, frame, order)
    ordered = in_order(frame, order.column, order.direction, by)
    leading = asked.ranking.leading
    return ordered if leading is None else ordered.sort(leading, maintain_order=True)


def _identity(ranking: Ranking, arguments: Arguments) -> object:
    """What a cursor belongs to: everything asked but the page itself."""
    said = [getattr(arguments, name) for name in arguments.__slots__ if name not in {"after", "limit"}]
    return (ranking.keys, ranking.sort, said)


def _kept(frame: pl.DataFrame, only: tuple[str, str] | None) -> pl.DataFrame:
    return frame if only is None else frame.filter(pl.col(only[0]) == only[1])


def searched(frame: pl.DataFrame, dimension: str, text: str | None) -> pl.DataFrame:
    """Rows whose member holds the text, upper or lower case."""
    if not text:
        return frame
    return frame.filter(pl.col(dimension).str.to_lowercase().str.contains(text.lower(), literal=True))


def _rows(frame: pl.DataFrame, asked: Asked) -> list[dict[str, Any]]:
    """The rows as written, each with the reasons of its own nulls."""
    ranking = asked.ranking
    written = to_rows(frame, ranking.columns(asked.catalog), asked.zone)
    codes = _own_codes(asked, frame)
    for position, row in enumerate(written):
        row["nulls"] = [
            {"field": field, "code": of_rows[position]} for field, of_rows in codes.items() if row[field] is None
        ]
    return written


def _own_codes(asked: Asked, frame: pl.DataFrame) -> dict[str, list[str | None]]:
    """The codes of fields that are not null in every row."""
    fixed = {null.field for null in _nulls(asked)}
    return {field: row for field, row in _codes(frame, asked).items() if field not in fixed}


def _codes(frame: pl.DataFrame, asked: Asked) -> dict[str, list[str | None]]:
    """Field -> why it would be null in each row."""
    ranking = asked.ranking
    codes = reasons(frame, ranking.fields(asked.catalog), asked.rows.plan.nulls, asked.catalog)
    codes[SHARE.name] = [ZERO_DENOMINATOR] * frame.height
    members = frame[ranking.dimension].to_list()
    codes[GROWTH_FIELD.name] = [no_base_code(asked.rows) or asked.unfit.get(name, ZERO_BASE) for name in members]
    own = [a.reason.alias(f"#{a.column.field}") for a in ranking.additions if isinstance(a.reason, pl.Expr)]
    found = frame.with_columns(own) if own else frame
    for addition in ranking.additions:
        field, reason = addition.column.field, addition.reason
        codes[field] = [reason] * frame.height if isinstance(reason, str) else found[f"#{field}"].to_list()
    return codes


def _nulls(asked: Asked) -> tuple[Null, ...]:
    """Reasons that hold for every row."""
    code = no_base_code(asked.rows)
    growth = (Null(GROWTH_FIELD.name, code),) if code else ()
    pending = (Null(a.column.field, str(a.reason)) for a in asked.ranking.additions if a.is_pending)
    return (*nulls_of(asked.rows, asked.ranking.fields(asked.catalog)), *growth, *pending)


async def _others(session: Session, asked: Asked, shown: pl.DataFrame) -> dict[str, Any]:
    """The measures of the rows that this page does not list, together."""
    listed = shown.select(asked.ranking.keys)
    rest = await rest_of(session, asked.rows.alone, asked.whole.alone, listed)
    base = None if asked.base is None else beyond(asked.base, listed).select(pl.col("net_revenue").sum())
    frame = with_share(with_growth(rest.answer.current, base, "net_revenue", ()), asked.whole.current)
    fields = asked.ranking.fields(asked.catalog)
    unknown = {n: NOT_ADDITIVE for n in fields if rest.unknown & set(asked.catalog.leaves(n))}
    return sum_row(frame, asked.rows, fields, asked.catalog, unknown)
