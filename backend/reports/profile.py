"""customerProfile: one customer's value, rhythm, mix, months and newest lines, and where they stand among all.

Totals are those of the window and of the history (to the window's end, same filters); class, scores and rank compare
with every customer of the same filters. The newest lines are the only base lines that a report shows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import polars as pl

from backend.errors import InvalidParameter, ModelBeingFitted
from backend.planner.plan import Window
from backend.question import Filter, Listing, Question
from backend.reports.arguments import COMMON
from backend.reports.compared import earlier_rows, one_row
from backend.reports.fields import CHANGES, common_measures
from backend.reports.history import CUSTOMER, RECENCY, TENURE, Span, history_parts, history_span, with_days
from backend.reports.lifetime_values import lifetime_value_of
from backend.reports.overview import change_nulls, changes, total_nulls
from backend.reports.profile_fields import LINE_COLUMNS, MOMENTS, NEWEST, profile_fields
from backend.reports.profile_rows import LINES, MIX, both_together, line_rows, mix_rows, month_rows, stretch_of
from backend.reports.reasons import window_nulls
from backend.reports.rows import money, values
from backend.reports.segments import SCORES, SEGMENT
from backend.reports.session import Answered, Session, outcome_facts, to_question
from backend.reports.spec import Arguments, Field, FieldType, Null, Outcome, ReportSpec
from backend.reports.standing import Standing, ask_standing, stated_rules
from backend.reports.warnings import member_notes, refuse_unknown
from druid.calendar import moment_of
from druid.catalog.model import Catalog, Grain

PRODUCT_LINE = "product_line"
RHYTHM = ("first_purchase", "last_purchase", "purchases")
DAYS = "purchase_days"


def totals_of(catalog: Catalog) -> dict[str, str]:
    """Measure -> field of a profile's totals: the common block, returns and lines."""
    return {**common_measures(catalog), "returns_value": "returnsValue", "lines": "lines"}


@dataclass(frozen=True, slots=True)
class Profile:
    """Every answer behind a profile. `mixes` are of the window and the history, empty without product lines."""

    window: Answered
    history: Answered
    days: Answered
    months: Answered
    mixes: tuple[Answered, ...]
    lines: Answered
    standing: Standing

    @property
    def zone(self) -> str:
        return self.window.plan.question.timezone


async def _profile(session: Session, arguments: Arguments) -> Outcome:
    customer = arguments.customer_id
    if customer is None:
        raise InvalidParameter("customerProfile needs customerId.", "For example customerId=Ann.", field="customerId")
    await refuse_unknown(session, CUSTOMER, customer, "customerId")
    known, (worth, worth_code) = await asyncio.gather(
        _ask(session, arguments, customer), lifetime_value_of(session, customer)
    )
    fields = totals_of(session.catalog)
    moved = changes(known.window, session.catalog)
    rhythm = _rhythm(known, session.manifest.timezone)
    place = _place(known.standing, customer)
    mixes = [mix_rows(mix, session.catalog) for mix in known.mixes]
    data = {
        "customer": customer,
        **place.values,
        "lifetimeValue": None if worth is None else money(worth),
        **rhythm.values,
        "window": one_row(known.window, known.window.window, fields, session.catalog),
        "lifetime": one_row(known.history, known.history.window, fields, session.catalog),
        **moved,
        "comparisons": earlier_rows(known.window, fields, session.catalog),
        "productLines": mixes[0] if mixes else None,
        "lifetimeProductLines": mixes[1] if mixes else None,
        "months": month_rows(known.months, session.catalog),
        "lastLines": line_rows(known.lines, session.loaded, known.zone),
    }
    facts = outcome_facts(known.window, *known.mixes[:1])
    facts["parts"] += history_parts(
        known.history, known.days, known.months, *known.mixes[1:], *known.standing.answers, known.lines
    )
    facts["notes"] += (*known.standing.notes, *await member_notes(session, arguments.filters))
    return Outcome(
        data,
        nulls=(
            *_nulls(session, known, data),
            *change_nulls(known.window, moved),
            *place.nulls,
            *rhythm.nulls,
            *((Null("lifetimeValue", worth_code),) if worth is None else ()),
        ),
        complete=worth_code != ModelBeingFitted.code,
        extra={"rules": stated_rules(session.conventions.rules), "lastLinesLimit": NEWEST},
        **facts,
    )


async def _ask(session: Session, arguments: Arguments, customer: str) -> Profile:
    """What is told by months comes first: no lines are looked for in months that hold none."""
    of_one = replace(arguments, filters=(*arguments.filters, Filter(CUSTOMER, (customer,))))
    totals = tuple(totals_of(session.catalog))
    asked = to_question(of_one, session.conventions, totals)
    window = await session.ask(asked)
    span = history_span(session.manifest, window.window)
    ever = span.question(asked)
    by_month = replace(ever, measures=("net_revenue", "orders", "purchases", "lines"), grain=Grain.MONTH)
    months = await session.ask(by_month)
    held = stretch_of(months)
    history, days, mixes, lines, standing = await asyncio.gather(
        session.ask(replace(ever, measures=(*totals, *RHYTHM))),
        _ask_days(session, ever if held else _last_of(span).question(asked)),
        _ask_mixes(session, asked, window.window, held or _last_of(span)),
        _ask_lines(session, asked, stretch_of(months, NEWEST) or _last_of(span)),
        ask_standing(session, arguments, window.window),
    )
    return Profile(window, history, days, months, mixes, lines, standing)


async def _ask_days(session: Session, question: Question) -> Answered:
    """By itself, as it may have to be counted in the lines, where a rollup has all else."""
    return await session.ask(replace(question, measures=(DAYS,)))


def _last_of(span: Span) -> Span:
    """The last moment of a stretch without lines, as an empty one cannot be asked for."""
    return replace(span, start_ms=span.end_ms - 1)


async def _ask_lines(session: Session, asked: Question, span: Span) -> Answered:
    columns = tuple(name for name in LINE_COLUMNS if name in session.loaded)
    return await session.table(Listing(span.question(asked), columns, NEWEST))


async def _ask_mixes(session: Session, asked: Question, window: Window, held: Span) -> tuple[Answered, ...]:
    """By product line, which not every file names: the window, and the history, which is that and all before it."""
    if PRODUCT_LINE not in session.loaded:
        return ()
    by_line = replace(asked, measures=tuple(MIX), dimensions=(PRODUCT_LINE,), compare=())
    if window.start_ms <= held.start_ms:
        mix = await session.ask(held.question(by_line))
        return (mix, mix)
    newer = Span(window.start_ms, max(held.end_ms, window.start_ms + 1))
    older = Span(held.start_ms, min(held.end_ms, window.start_ms))
    mix, before = await asyncio.gather(session.ask(newer.question(by_line)), session.ask(older.question(by_line)))
    return (mix, both_together(before, mix, session.catalog))


@dataclass(frozen=True, slots=True)
class Told:
    """Some keys of the profile, with the reasons of those that are null."""

    values: Mapping[str, Any]
    nulls: tuple[Null, ...]


def _told(values: Mapping[str, Any], code: str) -> Told:
    return Told(values, tuple(Null(name, code) for name, value in values.items() if value is None))


def _rhythm(known: Profile, business_zone: str) -> Told:
    """When and how often the customer bought, over the history."""
    frame = with_days(known.history.current, known.window.window.last_day, known.zone)
    row = frame.row(0, named=True)
    if row["first_purchase"] is None:
        names = (*MOMENTS, "purchasesPerActiveMonth", "meanDaysBetweenPurchases")
        return _told({"purchases": 0, "purchaseDays": 0, "activeMonths": 0, **dict.fromkeys(names)}, "NO_PURCHASE")
    active = known.months.current.filter(pl.col("purchases") > 0).height
    moments = frame.select(pl.col("first_purchase", "last_purchase").dt.epoch("ms")).row(0)
    first, last = (moment_of(ms, business_zone).date() for ms in moments)
    days = known.days.current.item(0, DAYS)
    gaps = days - 1
    told = {
        "purchases": row["purchases"],
        "purchaseDays": days,
        "activeMonths": active,
        "firstPurchase": values(frame["first_purchase"], FieldType.INSTANT, known.zone)[0],
        "lastPurchase": values(frame["last_purchase"], FieldType.INSTANT, known.zone)[0],
        "recencyDays": row[RECENCY],
        "tenureDays": row[TENURE],
        "purchasesPerActiveMonth": row["purchases"] / active,
        "meanDaysBetweenPurchases": (last - first) / timedelta(days=gaps) if gaps else None,
    }
    return _told(told, "ONE_PURCHASE")


def _place(standing: Standing, customer: str) -> Told:
    """Class, scores, and the place by net revenue among all who ever purchased."""
    buyers = standing.buyers.sort("net_revenue", CUSTOMER, descending=[True, False])
    names = buyers[CUSTOMER].to_list()
    if customer not in names:
        told = {"segment": None, "rank": None, "customersRanked": len(names), "rfm": None}
        return _told(told, "NO_PURCHASE")
    place = names.index(customer)
    row = buyers.row(place, named=True)
    scores = dict(zip(("recency", "frequency", "monetary"), (row[name] for name in SCORES), strict=True))
    return Told({"segment": row[SEGMENT], "rank": place + 1, "customersRanked": len(names), "rfm": scores}, ())


def _nulls(session: Session, known: Profile, data: Mapping[str, Any]) -> tuple[Null, ...]:
    """Why totals, months, mixes and columns of lines are null."""
    catalog, fields = session.catalog, totals_of(session.catalog)
    found = [
        Null(null.field if null.field.startswith("comparisons") else f"window.{null.field}", null.code)
        for null in total_nulls(known.window, fields, catalog)
    ]
    found += window_nulls(known.history, known.history.window, fields, catalog, "lifetime.")
    if not known.mixes:
        found += [Null(name, "DIMENSION_NOT_LOADED") for name in ("productLines", "lifetimeProductLines")]
    if any(month["revenue"] is None for month in data["months"]):
        found += [Null(f"months.{name}", "NOT_LOADED") for name in ("revenue", "orders", "purchases")]
    if "total_cost" not in session.loaded:
        found.append(Null("lastLines.profit", "MEASURE_NOT_LOADED"))
    found += [
        Null(f"lastLines.{field}", "DIMENSION_NOT_LOADED" if column in catalog.dimension else "MEASURE_NOT_LOADED")
        for column, field in LINES.items()
        if column not in session.loaded
    ]
    return tuple(found)


def profile_reports(catalog: Catalog) -> tuple[ReportSpec, ...]:
    fields = profile_fields(catalog, totals_of(catalog), CHANGES)
    data = Field("customerProfile", FieldType.OBJECT, fields=fields, type_name="CustomerProfile")
    description = "One customer: value, rhythm, mix, months, class, scores and newest lines."
    arguments = (*COMMON, "customerId")
    return (ReportSpec("customerProfile", description, data, arguments, _profile, cost=50, required=("customerId",)),)
