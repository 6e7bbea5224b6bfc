"""productPerformance: everything about one product, as one object.

In: `productId`, the common arguments, `metric`, `grain` and `movingAverage` of its series. Out: its totals and place
among all products that pass the same filters, series, branches, best customers and salespeople, what came back. What it
belongs to, and its first and last sale, are of all loaded days. `share`, `rank` and `abcClass` are by net revenue over
all products; shares in its lists are parts of its own net revenue.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from backend.errors import InvalidParameter
from backend.frame import NOT_LOADED
from backend.planner.facts import facts_of
from backend.question import Filter, Period
from backend.reports.arguments import COMMON
from backend.reports.compared import earlier_rows, one_row
from backend.reports.growth import no_base_code
from backend.reports.joint import ask_jointly
from backend.reports.overview import change_nulls, changes, total_nulls
from backend.reports.product_fields import BELONGS, LISTS, PEOPLE, RETURNED, product_field, totals_of
from backend.reports.products import TOP_PRODUCTS, thresholds, with_classes
from backend.reports.ranked import Asked, ask_rows, ranked
from backend.reports.reasons import ZERO_DENOMINATOR
from backend.reports.rows import Column, to_rows
from backend.reports.session import Answered, Session, outcome_facts, parts_of, to_question
from backend.reports.spec import Arguments, FieldType, Null, Outcome, Part, ReportSpec
from backend.reports.totals import total_row
from backend.reports.trends import Line, Trend, ask_trend, default_grain, trend_line, trend_numbers
from backend.reports.warnings import member_notes, refuse_unknown
from druid.catalog.model import Catalog, Grain, camel

PRODUCT = "product"
NOT_SOLD = "NOT_SOLD"
NOT_NAMED = "DIMENSION_NOT_LOADED"
HISTORY = ("first_sale", "last_sale", "lines")
PRICE = "average_selling_price"
ALL_PRODUCTS = replace(TOP_PRODUCTS, measures={"returns_value": "returnsValue"})


@dataclass(frozen=True, slots=True)
class Product:
    """The answers about one product: its totals, its rank among all, its series, its whole history."""

    name: str
    totals: Answered
    among: Asked
    trend: Trend
    line: Line
    history: Answered
    session: Session

    @property
    def catalog(self) -> Catalog:
        return self.session.catalog


async def _performance(session: Session, arguments: Arguments) -> Outcome:
    name = arguments.product_id
    if name is None:
        raise InvalidParameter("productPerformance needs productId.", "Give the name of a product.", field="productId")
    await refuse_unknown(session, PRODUCT, name, "productId")
    # a file of this report holds its one object: the lists in it are wanted as rows
    session = replace(session, as_sheet=False)
    own = replace(arguments, filters=(*arguments.filters, Filter(PRODUCT, (name,))))
    product, lists = await asyncio.gather(_asked(session, arguments, own, name), _lists(session, own))
    rows = {field: outcome.data for field, outcome in lists.items()}
    data = {PRODUCT: name, **_figures(product), **dict.fromkeys(LISTS), **rows}
    facts = outcome_facts(product.totals, product.among.rows, product.among.whole, product.trend.answer)
    facts["notes"] += await member_notes(session, arguments.filters)
    facts["parts"] = _parts(product, facts["parts"], lists)
    return Outcome(
        data,
        nulls=tuple(dict.fromkeys((*_nulls(product, data), *_list_nulls(lists)))),
        totals=total_row(product.among.whole, ALL_PRODUCTS.fields(session.catalog), session.catalog),
        extra=thresholds(session.conventions.rules),
        numbers=trend_numbers(product.trend, session),
        **facts,
    )


async def _asked(session: Session, arguments: Arguments, own: Arguments, name: str) -> Product:
    measures = tuple(totals_of(session.catalog))
    grain = own.grain or default_grain(own)
    daily = replace(own, grain=Grain.DAY if own.grain is None and grain is Grain.HOUR else grain)
    ever = replace(own, period=Period.ALL, span=None, compare=())
    belongs = tuple(one for one in BELONGS if one in _loaded(session))
    totals, among, trend, history = await asyncio.gather(
        session.ask(to_question(own, session.conventions, measures)),
        ask_rows(session, arguments, ALL_PRODUCTS),
        ask_trend(session, daily),
        session.ask(to_question(ever, session.conventions, HISTORY, belongs)),
    )
    return Product(name, totals, among, trend, trend_line(trend, session), history, session)


def _loaded(session: Session) -> frozenset[str]:
    return facts_of(session.manifest, session.catalog).loaded


async def _lists(session: Session, own: Arguments) -> dict[str, Outcome]:
    """The lists by field; those whose members no file names are left out."""
    plain = replace(own, limit=None, sort_by=None, order=None)
    wanted = {field: ranking for field, ranking in LISTS.items() if ranking.dimension in _loaded(session)}
    together = [ranking for field, ranking in wanted.items() if field in PEOPLE]
    apart = [ranking for field, ranking in wanted.items() if field not in PEOPLE]
    people, others = await asyncio.gather(
        ask_jointly(session, plain, together),
        asyncio.gather(*(ask_rows(session, plain, ranking) for ranking in apart)),
    )
    asked = {one.ranking.dimension: one for one in (*people, *others)}
    found = [await ranked(session, plain, asked[ranking.dimension]) for ranking in wanted.values()]
    return dict(zip(wanted, found, strict=True))


def _figures(product: Product) -> dict[str, Any]:
    """Every key but the name and the lists."""
    fields = totals_of(product.catalog)
    row = one_row(product.totals, product.totals.window, fields, product.catalog)
    earlier = earlier_rows(product.totals, fields, product.catalog)
    returns = {field: row[field] for field in (*RETURNED.values(), "returnRate")}
    return {
        **{field: value for field, value in row.items() if field not in RETURNED.values()},
        "averageSellingPriceChange": earlier[0]["changes"][fields[PRICE]] if earlier else None,
        "share": _part(product, "net_revenue"),
        "growthRate": changes(product.totals, product.catalog)["growthRate"],
        **_place(product),
        **_history(product),
        "returns": {**returns, "returnShare": _part(product, "returns_value")},
        "series": {"points": product.line.points},
        "comparisons": earlier,
    }


def _part(product: Product, measure: str) -> float | None:
    """The product's part of a sum over all products, by one rounding."""
    own, whole = (answer.current[measure][0] for answer in (product.totals, product.among.whole))
    return None if own is None or not whole else int(own) / int(whole)


def _place(product: Product) -> dict[str, Any]:
    """Rank and class among the products that sold in the window."""
    placed = with_classes(product.among.rows.current, product.session.conventions.rules)
    found = placed.with_row_index("place", offset=1).filter(pl.col(PRODUCT) == product.name)
    place = found.select("place", "abc_class").row(0) if found.height else (None, None)
    return dict(zip(("rank", "abcClass"), place, strict=True))


def _history(product: Product) -> dict[str, Any]:
    """The first and last line ever, and what the product was sold under."""
    frame, zone = product.history.current, product.history.plan.question.timezone
    under = product.history.plan.question.dimensions
    ends = frame.select(pl.col("first_sale").min(), pl.col("last_sale").max())
    moments = tuple(Column(name, camel(name), FieldType.INSTANT) for name in ("first_sale", "last_sale"))
    members = tuple(Column(name, camel(name), FieldType.TEXT) for name in under)
    last_first = frame.sort("last_sale", *under, descending=[True, *(False for _ in under)], nulls_last=True)
    rows = to_rows(last_first, (*members, *moments, Column("lines", "lines", FieldType.COUNT)), zone) if under else []
    unknown = {camel(name): None for name in BELONGS if name not in under}
    return {**to_rows(ends, moments, zone)[0], "categories": [{**unknown, **row} for row in rows]}


def _parts(product: Product, parts: tuple[Part, ...], lists: Mapping[str, Outcome]) -> tuple[Part, ...]:
    """Which tables answered what; all days of the product are the window `history`."""
    ever = (replace(part, window="history") for part in parts_of(product.history))
    of_lists = (part for outcome in lists.values() for part in outcome.parts)
    return tuple(dict.fromkeys((*parts, *of_lists, *ever)))


def _nulls(product: Product, data: Mapping[str, Any]) -> Iterator[Null]:
    """The reason of every null beside the lists."""
    totals = product.totals
    yield from _moved_in(total_nulls(totals, totals_of(product.catalog), product.catalog))
    yield from change_nulls(totals, {"growthRate": data["growthRate"]})
    nothing = ZERO_DENOMINATOR if totals.window.covered_days else NOT_LOADED
    price = no_base_code(totals) or totals.plan.nulls.get(PRICE, nothing)
    reasons = {"averageSellingPriceChange": price, "share": nothing, "rank": NOT_SOLD, "abcClass": NOT_SOLD}
    reasons |= {"firstSale": "NO_SALE", "lastSale": "NO_SALE"}
    yield from (Null(field, code) for field, code in reasons.items() if data[field] is None)
    if data["returns"]["returnShare"] is None:
        yield Null("returns.returnShare", nothing)
    under = product.history.plan.question.dimensions
    yield from (Null(f"categories.{camel(name)}", NOT_NAMED) for name in BELONGS if name not in under)
    yield from (replace(null, field=f"series.points.{null.field}") for null in product.line.nulls)


def _moved_in(nulls: Iterable[Null]) -> Iterator[Null]:
    """Reasons under the path that their field has: what came back stands in `returns`."""
    for null in nulls:
        if null.field not in RETURNED.values():
            yield null
        if null.field in {*RETURNED.values(), "returnRate"}:
            yield replace(null, field=f"returns.{null.field}")


def _list_nulls(lists: Mapping[str, Outcome]) -> Iterator[Null]:
    """Reasons that hold for every row of a list, and for lists that no file names the members of."""
    yield from (Null(field, NOT_NAMED) for field in LISTS if field not in lists)
    for field, outcome in lists.items():
        yield from (replace(null, field=f"{field}.{null.field}") for null in outcome.nulls)


def product_reports(catalog: Catalog) -> tuple[ReportSpec, ...]:
    return (
        ReportSpec(
            "productPerformance",
            "Everything about one product.",
            product_field(catalog),
            ("productId", *COMMON, "metric", "grain", "movingAverage"),
            _performance,
            cost=50,
            required=("productId", "period"),
        ),
    )
