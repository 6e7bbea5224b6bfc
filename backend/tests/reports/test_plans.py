"""Commission, targets, attainment and pace over random plans, windows, filters and zones, against the lines."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some

from backend.question import Comparison, ComparisonKind, DateSpan, Filter, Period, Question
from backend.reports.rules import RULES
from backend.reports.session import Conventions
from backend.reports.spec import Arguments
from backend.tests.asking import Json, asking
from backend.tests.reports.asks import question_of
from backend.tests.reports.ledger import Books, books_of, check_envelope, is_same
from backend.tests.reports.plans import Attained, attained, code_of, commissions, lines_of, publish_plans
from backend.tests.stores import Trouble, make_store
from druid.catalog.model import camel
from druid.store.plans import Rate, Target

NAIROBI, NEW_YORK, KOLKATA = "Africa/Nairobi", "America/New_York", "Asia/Kolkata"
PEOPLE = ("Achieng", "Barasa", "Chebet", "achieng", "Nobody")
LINES = ("Furniture", "Office", "Garden")
BRANCHES = ("Thika", "Ruiru", "Lamu")
LIST_OF = {
    "salesperson": ("salespersonLeaderboard", PEOPLE),
    "product_line": ("productLines", LINES),
    "branch": ("branchPerformance", BRANCHES),
}
CASES = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SIX_DAYS = (1, 2, 3, 4, 5, 6)


@pytest.fixture(scope="module", params=[NAIROBI, NEW_YORK])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Books:
    zone = str(request.param)
    return books_of(make_store(11, Trouble(zone=zone, holes=False)), tmp_path_factory.mktemp("shop"))


def maybe(names: tuple[str, ...]) -> some.SearchStrategy[str | None]:
    return some.none() | some.sampled_from(names)


days = some.dates(date(2023, 11, 1), date(2025, 2, 28))
one_rate = some.builds(
    Rate,
    rate=some.sampled_from((0, 1, 30_000, 33_333, 125_000, 1_000_000)),
    effective_from=days.map(date.isoformat),
    effective_to=some.none() | days.map(date.isoformat),
    salesperson=maybe(PEOPLE),
    product_line=maybe(LINES),
    branch=maybe(BRANCHES),
)


def told_apart(rates: list[Rate]) -> tuple[Rate, ...]:
    """Rates as a load takes them: one a first day of the same members, ended before the next begins."""
    found = {(rate.members, rate.effective_from): rate for rate in rates}
    kept = []
    for (members, first), rate in found.items():
        later = min((day for other, day in found if other == members and day > first), default=None)
        last = rate.effective_to
        is_wrong = last is not None and (last < first or (later is not None and last >= later))
        kept.append(replace(rate, effective_to=None) if is_wrong else rate)
    return tuple(kept)


plans_of_rates = some.lists(one_rate, max_size=12).map(told_apart)
months = days.map(lambda day: f"{day:%Y-%m}")
one_target = some.sampled_from(sorted(LIST_OF)).flatmap(
    lambda dimension: some.builds(
        Target,
        month=months,
        dimension=some.just(dimension),
        member=some.sampled_from(LIST_OF[dimension][1]),
        value=some.integers(0, 10**11),
        measure=some.sampled_from(("net_revenue", "net_revenue", "gross_profit", "units_sold")),
    )
)
plans_of_targets = some.lists(one_target, min_size=1, max_size=40).map(
    lambda found: tuple({target.key: target for target in found}.values())
)
spans = some.tuples(days, some.sampled_from((0, 1, 6, 27, 40, 120, 366))).map(
    lambda pair: DateSpan(pair[0], date.fromordinal(pair[0].toordinal() + pair[1]))
)
filters = some.lists(
    some.sampled_from(
        (
            Filter("branch", ("Thika", "Lamu")),
            Filter("product_line", excluded=("Office",)),
            Filter("salesperson", ("Achieng", None)),
            Filter("salesperson", contains="a"),
        )
    ),
    max_size=2,
    unique=True,
).map(tuple)
arguments_of = some.builds(
    Arguments,
    period=some.sampled_from((None, Period.MONTH, Period.QUARTER, Period.YEAR, Period.LAST_30_DAYS, Period.ALL)),
    filters=filters,
    timezone=some.sampled_from((None, KOLKATA, "UTC")),
    limit=some.just(100),
) | some.builds(Arguments, span=spans, timezone=some.sampled_from((None, KOLKATA)), limit=some.just(100))


def ask(shop: Books, report: str, arguments: Arguments, weekdays: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)) -> Json:
    """One envelope of the newest version."""

    async def asked() -> Json:
        conventions = Conventions(timezone=shop.zone, rules=replace(RULES, trading_days=weekdays))
        async with asking(shop.path, conventions) as asker:
            return await asker.envelope(report, arguments)

    return asyncio.run(asked())


def question(shop: Books, arguments: Arguments, dimension: str) -> Question:
    return replace(question_of(arguments, (dimension,)), timezone=arguments.timezone or shop.zone)


def says(found: object, expected: object, code: str | None) -> bool:
    """A value is the exact one; a text stands for the code of a null."""
    return (found is None and code == expected) if isinstance(expected, str) else is_same(found, expected)


@CASES
@given(rates=plans_of_rates, arguments=arguments_of)
def test_commission_is_that_of_the_lines(shop: Books, rates: tuple[Rate, ...], arguments: Arguments) -> None:
    publish_plans(shop, rates=rates)
    envelope = ask(shop, "salespersonLeaderboard", arguments)
    check_envelope(envelope)
    lines = lines_of(shop, question(shop, arguments, "salesperson"))
    expected: Mapping[str | None, Decimal | str] = commissions(lines, rates, shop.zone)
    rows = {row["salesperson"]: row for row in envelope["data"]}
    assert rows.keys() == expected.keys()
    nulls = envelope["metadata"]["nulls"]
    for name, earned in expected.items():
        wanted = earned if rates else "RATES_NOT_LOADED"
        assert says(rows[name]["commission"], wanted, code_of(rows[name], nulls, "commission")), (name, earned)
    total = sum((earned for earned in expected.values() if isinstance(earned, Decimal)), Decimal())
    stated = envelope["metadata"]["extra"]
    assert is_same(stated["commission"], total) if rates else "commission" not in (stated or {}), (stated, total)


@CASES
@given(
    targets=plans_of_targets,
    arguments=arguments_of,
    dimension=some.sampled_from(sorted(LIST_OF)),
    weekdays=some.sampled_from((SIX_DAYS, (1, 2, 3, 4, 5), (7,), (1, 2, 3, 4, 5, 6, 7))),
)
def test_attainment_is_that_of_the_lines(
    shop: Books, targets: tuple[Target, ...], arguments: Arguments, dimension: str, weekdays: tuple[int, ...]
) -> None:
    publish_plans(shop, targets=targets)
    envelope = ask(shop, LIST_OF[dimension][0], arguments, weekdays)
    check_envelope(envelope)
    nulls, stated = envelope["metadata"]["nulls"], envelope["metadata"]["extra"]
    asked = question(shop, arguments, dimension)
    mine = [target for target in targets if target.dimension == dimension]
    whole = "TARGETS_NOT_LOADED" if not mine else None
    if mine and any(one.dimension != dimension for one in arguments.filters):
        whole = "TARGET_OF_ALL_SALES"
    stretch = shop.windows(asked)["current"]
    assert not isinstance(stretch.first, datetime)
    assert not isinstance(stretch.last, datetime)
    lines = lines_of(shop, asked)
    for row in envelope["data"]:
        member = row[camel(dimension)]
        own = [line for line in lines if line[dimension] == member]
        of_member = [target for target in mine if target.member == member]
        wanted = attained(own, (stretch.first, stretch.last), of_member, weekdays)
        if whole is not None:
            wanted = Attained(whole, None, whole, whole)
        assert says(row["target"], wanted.target, code_of(row, nulls, "target")), wanted
        assert row["targetMeasure"] == wanted.measure
        assert says(row["quotaAttainment"], wanted.attainment, code_of(row, nulls, "quotaAttainment")), wanted
        assert says(row["pace"], wanted.pace, code_of(row, nulls, "pace")), wanted
    assert ("quota" in (stated or {})) == (whole is None)


@CASES
@given(rates=plans_of_rates, targets=plans_of_targets, period=some.sampled_from((Period.QUARTER, Period.LAST_90_DAYS)))
@pytest.mark.parametrize("sort_by", ["COMMISSION", "QUOTA_ATTAINMENT", "PACE", "TARGET"])
def test_places_won_by_what_was_planned(
    shop: Books, rates: tuple[Rate, ...], targets: tuple[Target, ...], period: Period, sort_by: str
) -> None:
    assume(rates and any(target.dimension == "salesperson" for target in targets))
    publish_plans(shop, targets, rates)
    arguments = Arguments(period=period, sort_by=sort_by, compare=(Comparison(ComparisonKind.PREVIOUS_PERIOD),))
    envelope = ask(shop, "salespersonLeaderboard", arguments)
    check_envelope(envelope)
    asked = question(shop, arguments, "salesperson")
    now, then = (_places(shop, asked, window, (rates, targets, sort_by)) for window in ("current", "comparison[0]"))
    rows = envelope["data"]
    assert [row["salesperson"] for row in rows] == list(now)
    assert [row["rank"] for row in rows] == list(now.values())
    if shop.no_base(asked) is None:
        changes = {name: then[name] - place if name in then else None for name, place in now.items()}
        assert {row["salesperson"]: row["rankChange"] for row in rows} == changes


def _places(shop: Books, asked: Question, window: str, by: tuple[Any, ...]) -> dict[str | None, int]:
    """Places in a window: what is known from the most to the least, then the rest, ties and the rest by name."""
    rates, targets, sort_by = by
    stretch, lines = shop.windows(asked)[window], lines_of(shop, asked, window)
    values: dict[str | None, Any] = dict(commissions(lines, rates, shop.zone))
    if sort_by != "COMMISSION":
        field = {"QUOTA_ATTAINMENT": "attainment", "PACE": "pace", "TARGET": "target"}[sort_by]
        for name in values:
            own = [line for line in lines if line["salesperson"] == name]
            mine = [one for one in targets if one.dimension == "salesperson" and one.member == name]
            assert not isinstance(stretch.first, datetime)
            assert not isinstance(stretch.last, datetime)
            values[name] = getattr(attained(own, (stretch.first, stretch.last), mine, range(1, 8)), field)
    known = {name: value for name, value in values.items() if not isinstance(value, str)}

    def place(name: str | None) -> tuple[Any, ...]:
        return (name not in known, -float(known.get(name, 0)), name is None, name or "")

    return {name: number for number, name in enumerate(sorted(values, key=place), 1)}


def test_many_rates_are_asked_day_by_day(tmp_path: Path) -> None:
    """Forty changes in a window of eighty days give what forty single questions would."""
    shop = books_of(make_store(12, Trouble(holes=False)), tmp_path)
    first = date(2024, 8, 1).toordinal()
    rates = tuple(Rate(10_000 + 777 * n, date.fromordinal(first + 2 * n).isoformat()) for n in range(40))
    publish_plans(shop, rates=rates)
    arguments = Arguments(span=DateSpan(date(2024, 7, 20), date(2024, 11, 5)), compare=(), limit=100)
    envelope = ask(shop, "salespersonLeaderboard", arguments)
    expected = commissions(lines_of(shop, question(shop, arguments, "salesperson")), rates, shop.zone)
    assert len(expected) == 4
    for row in envelope["data"]:
        code = code_of(row, envelope["metadata"]["nulls"], "commission")
        assert says(row["commission"], expected[row["salesperson"]], code)
