"""What lists and totals say about nulls, fallbacks, cursors, searches and members, on small hand-checked shops."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.question import Comparison, ComparisonKind, DateSpan, Filter, Period
from backend.reports.spec import Arguments, Having, Metric, SortBy
from backend.tests.asking import asking
from backend.tests.reports.ledger import check_envelope
from backend.tests.reports.lists import ALL, codes, envelope_of, row_codes
from backend.tests.reports.shops import BARE, FULL, HEADER, bare_shop, full_shop, loaded, long_shop, single_shop
from druid.catalog.model import Grain

PRODUCTS = 520
MISSING = "MEASURE_NOT_LOADED"


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("shops")
    made = {"full": full_shop, "bare": bare_shop, "single": single_shop}
    return {name: make(folder / name) for name, make in made.items()}


async def test_products_by_hand(shops: Mapping[str, Path]) -> None:
    """Gross 800+10.5, 150, 50; Sugar has a line without cost; Soap only came back; Brush was sold for nothing."""
    envelope = await envelope_of(shops["full"], "topProducts", ALL)
    check_envelope(envelope)
    rows = {row["product"]: row for row in envelope["data"]}
    assert list(rows) == ["Flour", "Salt", "Sugar", "Brush", "Soap"]
    assert [row["abcClass"] for row in rows.values()] == ["A", "B", "C", "C", "C"]
    assert [row["revenue"] for row in rows.values()] == [810.5, 150.0, 50.0, 0.0, -40.0]
    assert [row["profit"] for row in rows.values()] == [206.25, 50.0, None, 0.0, -40.0]
    assert [repr(row["returnRate"]) for row in rows.values()] == ["0.0", "0.0", "0.0", "None", "None"]
    assert [repr(row["unitsSold"]) for row in rows.values()] == ["9.5", "3", "1", "2", "0"]
    assert row_codes(envelope["data"], "product") == {
        "Flour": {},
        "Salt": {},
        "Sugar": {"profit": "COST_MISSING", "profitMargin": "COST_MISSING"},
        "Brush": {"profitMargin": "ZERO_DENOMINATOR", "returnRate": "ZERO_DENOMINATOR"},
        "Soap": {"returnRate": "ZERO_DENOMINATOR"},
    }
    assert codes(envelope["metadata"]["nulls"]) == ["NOT_COMPARED"]


async def test_branches_loaded_apart_are_compared_apart(tmp_path: Path) -> None:
    """Thika's file has two days, Ruiru's one: only Thika has a day before to be compared with."""
    thika = ["2024-03-01,Pump,Thika,100", "2024-03-02,Pump,Thika,150"]
    loaded(tmp_path, ["date,item,shop,revenue", *thika], "thika.csv")
    store = loaded(tmp_path, ["date,item,shop,revenue", "2024-03-02,Pump,Ruiru,70"], "ruiru.csv")
    envelope = await envelope_of(store, "branchPerformance", Arguments(period=Period.TODAY))
    check_envelope(envelope)
    assert {row["branch"]: row["growthRate"] for row in envelope["data"]} == {"Thika": 0.5, "Ruiru": None}
    assert row_codes(envelope["data"], "branch")["Ruiru"]["growthRate"] == "NO_BASE"


async def test_zero_has_no_sign(shops: Mapping[str, Path]) -> None:
    """A share of 0 of a negative total, and a waterfall without cost."""
    only = replace(ALL, filters=(Filter("product_line", ("Home",)),))
    for report in ("topProducts", "salesOverview", "profitabilityMetrics"):
        envelope = await envelope_of(shops["full"], report, only)
        check_envelope(envelope)
    envelope = await envelope_of(shops["full"], "topProducts", only)
    assert {row["product"]: repr(row["share"]) for row in envelope["data"]} == {"Brush": "0.0", "Soap": "1.0"}


async def test_customers_who_never_purchased(shops: Mapping[str, Path]) -> None:
    """Cate got brushes for nothing, Dan's order was cancelled: she has no first purchase, he is no customer."""
    envelope = await envelope_of(shops["full"], "topCustomers", ALL)
    check_envelope(envelope)
    rows = {row["customer"]: row for row in envelope["data"]}
    assert set(rows) == {"Ann", "Ben", "Cate", None}
    assert (rows["Ben"]["firstPurchase"], rows["Ben"]["lastPurchase"]) == ("2024-05-02T10:00:00+03:00",) * 2
    assert (rows["Ben"]["recencyDays"], rows["Cate"]["recencyDays"]) == (29, None)
    own = ("firstPurchase", "lastPurchase", "recencyDays", "tenureDays")
    assert {f: c for f, c in row_codes(envelope["data"], "customer")["Cate"].items() if f in own} == dict.fromkeys(
        own, "NO_PURCHASE"
    )


async def test_a_single_line_is_everything(shops: Mapping[str, Path]) -> None:
    envelope = await envelope_of(shops["single"], "salesOverview", ALL)
    check_envelope(envelope)
    data = envelope["data"]
    assert (data["totalRevenue"], data["grossProfit"], data["profitMargin"]) == (800.0, 200.0, 0.25)
    assert (data["totalOrders"], data["uniqueCustomers"], data["uniqueProducts"]) == (1, 1, 1)
    listed = await envelope_of(shops["single"], "salespersonLeaderboard", ALL)
    assert [(row["salesperson"], row["rank"], row["share"]) for row in listed["data"]] == [("Asha", 1, 1.0)]
    assert listed["metadata"]["others"] is None


async def test_what_was_never_loaded_is_null_with_its_code(shops: Mapping[str, Path]) -> None:
    envelope = await envelope_of(shops["bare"], "salesOverview", ALL)
    check_envelope(envelope)
    assert envelope["data"]["totalRevenue"] == 255.75
    found = {null["field"]: null["code"] for null in envelope["metadata"]["nulls"]}
    measures = ("totalCost", "unitsSold", "grossProfit", "profitMargin")
    members = ("uniqueCustomers", "uniqueSalespeople")
    changes = ("growthRate", "revenueChange", "orderChange")
    assert found == {
        **dict.fromkeys(measures, "MEASURE_NOT_LOADED"),
        **dict.fromkeys(members, "DIMENSION_NOT_LOADED"),
        **dict.fromkeys(changes, "NOT_COMPARED"),
    }
    assert envelope["data"]["totalOrders"] == 4
    assert "ORDERS_BY_LINE" in codes(envelope["metadata"]["warnings"])


@pytest.mark.parametrize(
    ("report", "asked", "code"),
    [
        ("salespersonLeaderboard", {}, "DIMENSION_NOT_LOADED"),
        ("topCustomers", {}, "DIMENSION_NOT_LOADED"),
        ("productLines", {}, "DIMENSION_NOT_LOADED"),
        ("filterOptions", {"dimension": "customer"}, "DIMENSION_NOT_LOADED"),
        ("salesOverview", {"filters": (Filter("customer", ("Ann",)),)}, "DIMENSION_NOT_LOADED"),
        ("salesTrends", {"metric": Metric.PROFIT}, "MEASURE_NOT_LOADED"),
        ("salesTrends", {"metric": Metric.CUSTOMERS}, "DIMENSION_NOT_LOADED"),
        ("profitabilityMetrics", {}, "MEASURE_NOT_LOADED"),
        ("marginAnalysis", {"group_by": "product"}, "MEASURE_NOT_LOADED"),
        ("topProducts", {"sort_by": "PROFIT"}, "MEASURE_NOT_LOADED"),
        ("topProducts", {"sort_by": "UNITS"}, "MEASURE_NOT_LOADED"),
        ("explore", {"measures": ("total_cost", "gross_profit")}, "MEASURE_NOT_LOADED"),
        ("explore", {"measures": ("customers",)}, "DIMENSION_NOT_LOADED"),
        ("explore", {"measures": ("lines", "total_cost"), "sort": (SortBy("totalCost"),)}, "MEASURE_NOT_LOADED"),
        ("explore", {"measures": ("lines", "tax_value"), "having": (Having("tax_value", ">", 0),)}, MISSING),
        ("explore", {"measures": ("lines",), "having": (Having("customers", ">", 0),)}, "DIMENSION_NOT_LOADED"),
        ("explore", {"measures": ("first_sale",), "having": (Having("first_sale", ">", 0),)}, "INVALID_PARAMETER"),
        ("explore", {"measures": ("lines",), "sort": (SortBy("netRevenue"),)}, "UNKNOWN_FIELD"),
    ],
)  # fmt: skip
async def test_missing_subjects_fail(shops: Mapping[str, Path], report: str, asked: dict[str, Any], code: str) -> None:
    envelope = await envelope_of(shops["bare"], report, replace(ALL, **asked))
    assert envelope["error"] is not None
    assert envelope["error"]["code"] == code
    assert envelope["data"] is None


def said(envelope: Mapping[str, Any]) -> list[str]:
    """What an answer tells of its order."""
    return [told["message"] for told in envelope["metadata"]["warnings"] if told["code"] == "SORT_FALLBACK"]


async def test_a_default_order_falls_back_to_revenue(shops: Mapping[str, Path], tmp_path: Path) -> None:
    """Without any cost the leaderboard cannot rank by profit."""
    without = [",".join((*line.split(",")[:12], "", *line.split(",")[13:])) for line in FULL]
    store = loaded(tmp_path, [HEADER, *without])
    envelope = await envelope_of(store, "salespersonLeaderboard", ALL)
    check_envelope(envelope)
    assert said(envelope) == ["Sorted by net revenue, because profit was never loaded."]
    assert [row["salesperson"] for row in envelope["data"]] == ["Asha", None, "Chebet", "Ben"]
    assert [row["rank"] for row in envelope["data"]] == [1, 2, 3, 4]
    asked = replace(ALL, measures=("total_cost", "lines"), dimensions=("branch",))
    table = await envelope_of(store, "explore", asked)
    check_envelope(table)
    assert said(table) == ["Sorted by lines, because cost was never loaded."]
    assert [row[0] for row in table["data"]["rows"]] == ["Thika", "Ruiru", None]
    kept = await envelope_of(shops["full"], "salespersonLeaderboard", ALL)
    assert "SORT_FALLBACK" not in codes(kept["metadata"]["warnings"])


@pytest.mark.parametrize("zone", ["Africa/Nairobi", "Asia/Kolkata", "UTC"])
async def test_hours_of_dates_are_refused(shops: Mapping[str, Path], zone: str) -> None:
    """Bare dates have no hours in any zone; times of day have, also through explore."""
    hourly = replace(
        ALL, grain=Grain.HOUR, timezone=zone, span=DateSpan(date(2024, 2, 28), date(2024, 4, 3)), period=None
    )
    for report, asked in (("salesTrends", hourly), ("explore", replace(hourly, measures=("lines",)))):
        refused = await envelope_of(shops["bare"], report, asked)
        assert refused["error"]["code"] == "TIME_OF_DAY_NOT_LOADED"
        timed = replace(asked, span=DateSpan(date(2024, 5, 1), date(2024, 5, 3)))
        check_envelope(await envelope_of(shops["full"], report, timed))
    quiet = replace(hourly, span=DateSpan(date(2024, 3, 2), date(2024, 3, 2)))
    nothing = await envelope_of(shops["bare"], "salesTrends", replace(quiet, timezone="Africa/Nairobi"))
    assert [point["value"] for point in nothing["data"]["points"]] == [0.0] * 24


async def test_cursors_belong_to_their_question(shops: Mapping[str, Path]) -> None:
    page = replace(ALL, limit=2)
    async with asking(shops["full"]) as asker:
        first = await asker.envelope("topProducts", page)
        after = first["metadata"]["page"]["endCursor"]
        wider = await asker.data("topProducts", replace(page, after=after, limit=10))
        assert [row["product"] for row in wider] == ["Sugar", "Brush", "Soap"]
        others = (
            replace(page, after=after, sort_by="ORDERS"),
            replace(page, after=after, search="s"),
            replace(page, after=after, filters=(Filter("branch", ("Thika",)),)),
            replace(page, after=after[:-4]),
            replace(page, after="x" + after),
            replace(page, after="eyJvIjoyfQ=="),
            replace(page, after="é"),
        )
        for other in others:
            envelope = await asker.envelope("topProducts", other)
            assert envelope["error"]["code"] == "INVALID_CURSOR", other
        lines = await asker.envelope("productLines", replace(page, after=after))
        assert lines["error"]["code"] == "INVALID_CURSOR"


async def test_a_cursor_ends_with_its_data(tmp_path: Path) -> None:
    """Rows may have moved between pages: a later page of other data would repeat some and skip others."""
    store = full_shop(tmp_path)
    page = replace(ALL, limit=2)
    async with asking(store) as asker:
        after = (await asker.envelope("topProducts", page))["metadata"]["page"]["endCursor"]
        assert await asker.data("topProducts", replace(page, after=after))
        loaded(tmp_path, [HEADER, FULL[0].replace("2024-05-01", "2024-05-04")], "late.csv")
        envelope = await asker.envelope("topProducts", replace(page, after=after))
    assert envelope["error"]["code"] == "INVALID_CURSOR"


@pytest.mark.parametrize("measure", ["units_sold", "gross_revenue", "average_selling_price"])
async def test_a_loaded_window_without_lines_sums_to_zero(shops: Mapping[str, Path], measure: str) -> None:
    """4 May lies between loaded days; units may also be unknown, which is not the same."""
    quiet = DateSpan(date(2024, 5, 4), date(2024, 5, 4))
    asked = Arguments(span=quiet, compare=(), measures=(measure,))
    envelope = await envelope_of(shops["full"], "explore", asked)
    expected = None if measure == "average_selling_price" else 0
    assert envelope["data"]["rows"] == [[expected]]


async def test_a_search_keeps_ranks_and_shares(shops: Mapping[str, Path]) -> None:
    async with asking(shops["full"]) as asker:
        everyone = {row["salesperson"]: row for row in await asker.data("salespersonLeaderboard", ALL)}
        found = await asker.data("salespersonLeaderboard", replace(ALL, search="CHE"))
    assert found == [everyone["Chebet"]]
    assert found[0]["rank"] == 2


async def test_unknown_members_are_named(shops: Mapping[str, Path]) -> None:
    async with asking(shops["full"]) as asker:
        empty = await asker.envelope("topProducts", replace(ALL, filters=(Filter("branch", ("Thikka",)),)))
        some = await asker.envelope("topProducts", replace(ALL, filters=(Filter("branch", ("Ruiru", "Thikka")),)))
        many = await asker.envelope(
            "topProducts", replace(ALL, filters=(Filter("branch", tuple(f"X{n}" for n in range(30))),))
        )
    assert empty["data"] == []
    (note,) = [n for n in empty["metadata"]["warnings"] if n["code"] == "UNKNOWN_MEMBER"]
    assert note["field"] == "branch"
    assert "'Thikka'" in note["message"]
    assert "Nearest: 'Thika'" in note["message"]
    assert {row["product"] for row in some["data"]} == {"Soap", "Brush"}
    assert codes(some["metadata"]["warnings"]) == ["UNKNOWN_MEMBER"]
    assert len(many["metadata"]["warnings"]) == 11
    assert "20 more" in many["metadata"]["warnings"][-1]["message"]


async def test_windows_that_were_not_loaded(shops: Mapping[str, Path]) -> None:
    """Before the first load: null and NOT_LOADED; over its edge: the loaded part, and a warning."""
    before = Arguments(span=DateSpan(date(2024, 1, 1), date(2024, 1, 31)), compare=())
    partly = Arguments(span=DateSpan(date(2024, 4, 20), date(2024, 5, 1)), compare=())
    quiet = Arguments(span=DateSpan(date(2024, 5, 5), date(2024, 5, 6)), compare=())
    async with asking(shops["full"]) as asker:
        none, some, zero = [await asker.envelope("salesOverview", a) for a in (before, partly, quiet)]
        listed = await asker.envelope("topProducts", before)
    for envelope in (none, some, zero, listed):
        check_envelope(envelope)
    assert none["data"]["totalRevenue"] is None
    assert set(codes(none["metadata"]["nulls"])) == {"NOT_LOADED"}
    assert codes(none["metadata"]["warnings"]) == ["NOT_LOADED"]
    assert some["data"]["totalRevenue"] == 950.0
    assert codes(some["metadata"]["warnings"]) == ["PARTLY_LOADED"]
    assert (zero["data"]["totalRevenue"], zero["data"]["totalOrders"], zero["data"]["profitMargin"]) == (0.0, 0, None)
    assert codes(zero["metadata"]["warnings"]) == []
    assert listed["data"] == []
    assert listed["metadata"]["totals"]["revenue"] is None


@pytest.mark.parametrize(
    ("span", "code"),
    [
        (DateSpan(date(2024, 5, 1), date(2024, 5, 10)), "NO_BASE"),
        (DateSpan(date(2024, 5, 4), date(2024, 5, 9)), "BASE_PARTIAL"),
        (DateSpan(date(2024, 5, 6), date(2024, 5, 7)), "ZERO_BASE"),
    ],
)
async def test_why_there_is_no_growth(shops: Mapping[str, Path], span: DateSpan, code: str) -> None:
    """The window before was not loaded, not wholly loaded, or sold nothing."""
    arguments = Arguments(span=span, compare=(Comparison(ComparisonKind.PREVIOUS_PERIOD),))
    envelope = await envelope_of(shops["full"], "salesOverview", arguments)
    check_envelope(envelope)
    found = {null["field"]: null["code"] for null in envelope["metadata"]["nulls"]}
    assert envelope["data"]["growthRate"] is None
    assert found["growthRate"] == code
    assert (envelope["data"]["revenueChange"] is None) is (code != "ZERO_BASE")


async def test_a_long_page_asks_no_long_question(tmp_path: Path) -> None:
    """All but a few of very many members listed: others come from the rows, by no further statement."""
    store = long_shop(tmp_path, PRODUCTS)
    async with asking(store) as asker:
        for report, by in (("topProducts", "product"), ("salespersonLeaderboard", "salesperson")):
            whole = await asker.envelope(report, replace(ALL, limit=PRODUCTS, sort_by="REVENUE"))
            envelope = await asker.envelope(report, replace(ALL, limit=PRODUCTS - 3, sort_by="REVENUE"))
            check_envelope(envelope)
            assert envelope["metadata"]["source"] == whole["metadata"]["source"]
            assert [row[by][1:] for row in envelope["data"][:2]] == [f"{PRODUCTS:04}", f"{PRODUCTS - 1:04}"]
            others = envelope["metadata"]["others"]
            assert (others["revenue"], others["unitsSold"], others["orders"]) == (1.0 + 2 + 3, 3, 3)
            assert others["averageOrderValue"] == 2.0


async def test_the_order_of_a_file_does_not_matter(shops: Mapping[str, Path], tmp_path: Path) -> None:
    shuffled = list(FULL)
    random.Random(5).shuffle(shuffled)
    store = loaded(tmp_path, [HEADER, *shuffled])
    for report in ("salesOverview", "topProducts", "topCustomers", "branchTrends", "salespersonLeaderboard"):
        one, other = [await envelope_of(path, report, ALL) for path in (shops["full"], store)]
        assert one["data"] == other["data"]
        assert one["metadata"]["totals"] == other["metadata"]["totals"]


async def test_what_can_be_asked(shops: Mapping[str, Path]) -> None:
    async with asking(shops["bare"]) as asker:
        options = await asker.envelope("filterOptions", Arguments(dimension="branch", limit=1))
        rest = await asker.data(
            "filterOptions", Arguments(dimension="branch", after=options["metadata"]["page"]["endCursor"])
        )
        found = await asker.data("filterOptions", Arguments(dimension="product", search="PI"))
        loaded_range = await asker.data("dataRange", Arguments())
        version = await asker.envelope("dataVersion", Arguments())
        catalog = await asker.data("catalog", Arguments())
    assert options["data"] == [{"value": "Nakuru", "count": 2, "firstSale": "2024-03-01T00:00:00+03:00"}]
    assert rest == [{"value": "Embu", "count": 2, "firstSale": "2024-03-04T00:00:00+03:00"}]
    assert [row["value"] for row in found] == ["Pipe"]
    assert (loaded_range["start"], loaded_range["end"], loaded_range["lines"]) == (
        "2024-03-01",
        "2024-04-02",
        len(BARE) - 1,
    )
    assert {"totalCost", "customer", "unitsSold"} <= set(loaded_range["notLoaded"])
    assert "grossRevenue" not in loaded_range["notLoaded"]
    assert version["data"]["version"] == version["metadata"]["dataVersion"]
    assert version["data"]["asOf"] == "2024-04-02T00:00:00+03:00"
    measures = {measure["name"]: measure["loaded"] for measure in catalog["measures"]}
    assert (measures["netRevenue"], measures["grossProfit"], measures["customers"]) == (True, False, False)
    dimensions = {dimension["name"]: dimension["memberCount"] for dimension in catalog["dimensions"]}
    assert (dimensions["branch"], dimensions["product"], dimensions["customer"]) == (2, 2, None)
