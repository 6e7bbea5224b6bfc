"""What explore refuses and why, thresholds on what is not shown, names of columns; ledgers to be added by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.error_table import ERRORS
from backend.question import Comparison, ComparisonKind, DateSpan, Filter, Period
from backend.reports.spec import Arguments, Having, SortBy, SortOrder, Top
from backend.tests.asking import asking
from backend.tests.reports.shops import loaded
from druid.catalog.model import Grain
from druid.catalog.sales import SALES

ALL = Arguments(period=Period.ALL, compare=())
Asked = dict[str, Any]
# Thika: Salt 60 and 30, Soap 10; Ruiru: Salt 100, Soap 5. Order A1 has two lines, B1 is Ruiru's only order.
LINES = [
    "date,order id,shop,item,revenue,cost,customer",
    "2024-03-01,A1,Thika,Salt,60,45,Ann",
    "2024-03-01,A1,Thika,Soap,10,5,Ann",
    "2024-04-02,A2,Thika,Salt,30,30,Ben",
    "2024-04-03,B1,Ruiru,Salt,100,40,Ann",
    "2024-04-03,B1,Ruiru,Soap,5,5,Ann",
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("pivot"), LINES)


async def envelope_of(store: Path, **asked: Any) -> dict[str, Any]:  # noqa: ANN401  # any argument
    async with asking(store) as asker:
        return await asker.envelope("explore", replace(ALL, **asked))


def names(envelope: Mapping[str, Any]) -> list[str]:
    return [column["name"] for column in envelope["data"]["columns"]]


async def test_a_pivot_by_hand(shop: Path) -> None:
    """Margins of totals are those of the sums: 85 of 200, never a mean of the cells' margins."""
    envelope = await envelope_of(
        shop,
        measures=("net_revenue", "profit_margin"),
        dimensions=("product", "branch"),
        columns=("branch",),
        totals=True,
    )
    data = envelope["data"]
    assert names(envelope) == [
        "product",
        'netRevenue[branch="Ruiru"]',
        'profitMargin[branch="Ruiru"]',
        'netRevenue[branch="Thika"]',
        'profitMargin[branch="Thika"]',
        "netRevenue",
        "profitMargin",
    ]
    assert data["rows"] == [
        ["Salt", 100.0, 0.6, 90.0, 15 / 90, 190.0, 75 / 190],
        ["Soap", 5.0, 0.0, 10.0, 0.5, 15.0, 5 / 15],
    ]
    totals = envelope["metadata"]["totals"]
    assert [totals[name] for name in names(envelope)[1:]] == [105.0, 60 / 105, 100.0, 0.2, 205.0, 80 / 205]
    assert [column["members"] for column in data["columns"][:3]] == [None, {"branch": "Ruiru"}, {"branch": "Ruiru"}]
    assert data["columns"][2]["measure"] == "profitMargin"
    assert data["columns"][2]["label"] == "Ruiru, Profit margin"
    assert data["subtotals"] == []


async def test_time_becomes_columns_in_order(shop: Path) -> None:
    envelope = await envelope_of(
        shop, measures=("net_revenue",), dimensions=("branch",), grain=Grain.MONTH, columns=("time",)
    )
    march, april = "2024-03-01T00:00:00+03:00", "2024-04-01T00:00:00+03:00"
    assert names(envelope) == ["branch", f'netRevenue[time="{march}"]', f'netRevenue[time="{april}"]', "netRevenue"]
    assert envelope["data"]["rows"] == [["Ruiru", 0.0, 105.0, 105.0], ["Thika", 70.0, 30.0, 100.0]]


@pytest.mark.parametrize(
    ("grain", "first", "last", "told"),
    [
        (Grain.HOUR, date(2024, 4, 1), date(2024, 4, 1), "00:00 Sat 1 Apr 2023"),
        (Grain.WEEK, date(2024, 4, 8), date(2024, 4, 14), "10 Apr–16 Apr 2023 (W15)"),
        (Grain.QUARTER, date(2024, 4, 1), date(2024, 6, 30), "Q2 2023"),
        (Grain.YEAR, date(2024, 1, 1), date(2024, 12, 31), "2023"),
    ],
)
async def test_a_bucket_names_the_one_it_is_compared_with(
    shop: Path, grain: Grain, first: date, last: date, told: str
) -> None:
    envelope = await envelope_of(
        shop,
        measures=("net_revenue",),
        columns=("time",),
        grain=grain,
        period=Period.CUSTOM,
        span=DateSpan(first, last),
        compare=(Comparison(ComparisonKind.PREVIOUS_YEAR),),
    )
    columns = [column for column in envelope["data"]["columns"] if column["members"]]
    assert [(column["kind"], column["bucket"]) for column in columns[:3]] == [
        ("measure", None),
        ("comparison", told),
        ("growth", told),
    ]
    assert {column["bucket"] for column in envelope["data"]["columns"] if not column["members"]} == {None}


async def test_a_day_that_the_year_before_did_not_have_stands_beside_none(shop: Path) -> None:
    envelope = await envelope_of(
        shop,
        measures=("net_revenue",),
        columns=("time",),
        grain=Grain.DAY,
        period=Period.CUSTOM,
        span=DateSpan(date(2024, 2, 1), date(2024, 2, 29)),
        compare=(Comparison(ComparisonKind.PREVIOUS_YEAR),),
    )
    columns = [column for column in envelope["data"]["columns"] if column["members"]]
    buckets = [column["bucket"] for column in columns if column["kind"] == "comparison"]
    assert buckets[27:] == ["28 Feb 2023", None]


async def test_a_column_need_not_be_named_twice(shop: Path) -> None:
    asked = {"measures": ("net_revenue",), "columns": ("branch",)}
    once = await envelope_of(shop, dimensions=("product",), **asked)
    twice = await envelope_of(shop, dimensions=("product", "branch"), **asked)
    assert once["data"] == twice["data"]


async def test_orders_of_totals_are_counted_not_added(shop: Path) -> None:
    """Salt is in three orders, Soap in two, and there are three."""
    envelope = await envelope_of(shop, measures=("orders",), dimensions=("product", "branch"), totals=True)
    (level,) = envelope["data"]["subtotals"]
    assert (level["level"], level["dimensions"]) == (1, ["product"])
    assert level["rows"] == [["Salt", None, 3], ["Soap", None, 2]]
    assert envelope["metadata"]["totals"]["orders"] == 3


async def test_a_top_of_each_branch_and_its_rest(shop: Path) -> None:
    envelope = await envelope_of(
        shop,
        measures=("net_revenue", "profit_margin", "orders", "customers"),
        dimensions=("branch", "product"),
        top=Top(1, "branch"),
        others=True,
    )
    data = envelope["data"]
    assert [row[:3] for row in data["rows"]] == [["Ruiru", "Salt", 100.0], ["Thika", "Salt", 90.0]]
    assert data["others"]["dimensions"] == ["branch"]
    # an order stands in two rows of its branch: what is left of it cannot be told without reading every line
    assert data["others"]["rows"] == [["Ruiru", None, 5.0, 0.0, None, None], ["Thika", None, 10.0, 0.5, None, None]]
    assert {(null["field"], null["code"]) for null in data["others"]["nulls"]} == {
        ("orders", "NOT_ADDITIVE"),
        ("customers", "NOT_ADDITIVE"),
    }
    assert envelope["metadata"]["others"] is None


async def test_the_rest_of_all_rows_stands_in_the_metadata_too(shop: Path) -> None:
    envelope = await envelope_of(
        shop, measures=("net_revenue", "orders"), dimensions=("branch",), top=Top(1), others=True
    )
    assert envelope["data"]["rows"] == [["Ruiru", 105.0, 1]]
    assert envelope["data"]["others"]["rows"] == [[None, 100.0, 2]]
    assert envelope["metadata"]["others"] == {"netRevenue": 100.0, "orders": 2, "nulls": []}


async def test_nothing_is_left_when_all_is_shown(shop: Path) -> None:
    envelope = await envelope_of(shop, measures=("net_revenue",), dimensions=("branch",), others=True)
    assert envelope["data"]["others"] is None
    assert envelope["metadata"]["others"] is None


async def test_thresholds_on_what_is_not_shown(shop: Path) -> None:
    """Only Thika has two orders; totals are over all lines, and the answer says so."""
    envelope = await envelope_of(
        shop, measures=("net_revenue",), dimensions=("branch",), having=(Having("orders", ">=", 2.0),), totals=True
    )
    assert names(envelope) == ["branch", "netRevenue"]
    assert envelope["data"]["rows"] == [["Thika", 100.0]]
    assert envelope["metadata"]["totals"]["netRevenue"] == 205.0
    assert "orders" not in envelope["metadata"]["totals"]
    condition = {"column": "orders", "op": ">=", "value": 2.0}
    assert envelope["metadata"]["extra"] == {"thresholds": {"conditions": [condition], "applyTo": "rows"}}


async def test_thresholds_on_growth(shop: Path) -> None:
    """From March to April Salt grew from 60 to 130, Soap fell from 10 to 5; Thika's 70 fell to 30."""
    april = {
        "period": None,
        "span": DateSpan(date(2024, 4, 1), date(2024, 4, 30)),
        "compare": (Comparison(ComparisonKind.CUSTOM, DateSpan(date(2024, 3, 1), date(2024, 3, 31))),),
        "measures": ("net_revenue",),
    }
    covered = {**april, "span": DateSpan(date(2024, 4, 2), date(2024, 4, 3))}
    covered["compare"] = (Comparison(ComparisonKind.CUSTOM, DateSpan(date(2024, 3, 1), date(2024, 3, 1))),)
    grown = (Having("net_revenue:CUSTOM1:growth", ">", 0.5),)
    envelope = await envelope_of(shop, dimensions=("product",), having=grown, **covered)
    assert [row[:3] for row in envelope["data"]["rows"]] == [["Salt", 130.0, 60.0]]
    by_growth = (SortBy("netRevenue:CUSTOM1:growth", SortOrder.ASC),)
    envelope = await envelope_of(shop, dimensions=("product",), sort=by_growth, **covered)
    assert [row[0] for row in envelope["data"]["rows"]] == ["Soap", "Salt"]


async def test_a_pivots_column_sorts(shop: Path) -> None:
    asked: Asked = {"measures": ("net_revenue",), "dimensions": ("product", "branch"), "columns": ("branch",)}
    envelope = await envelope_of(shop, sort=(SortBy('netRevenue[branch="Thika"]', SortOrder.ASC),), **asked)
    assert [row[0] for row in envelope["data"]["rows"]] == ["Soap", "Salt"]
    first = await envelope_of(shop, sort=(SortBy('netRevenue[branch="Thika"]'),), limit=1, **asked)
    assert [row[0] for row in first["data"]["rows"]] == ["Salt"]


async def test_pages_of_a_pivot_have_the_same_columns(shop: Path) -> None:
    """Joined they are the whole, and a cursor belongs to its pivot."""
    asked: Asked = {
        "measures": ("net_revenue", "orders"),
        "dimensions": ("product", "branch"),
        "columns": ("product",),
        "top": Top(2),
        "totals": True,
    }
    whole = await envelope_of(shop, **asked)
    first = await envelope_of(shop, limit=1, **asked)
    after = first["metadata"]["page"]["endCursor"]
    second = await envelope_of(shop, limit=1, after=after, **asked)
    assert names(first) == names(second) == names(whole)
    assert first["data"]["rows"] + second["data"]["rows"] == whole["data"]["rows"]
    assert not second["metadata"]["page"]["hasNextPage"]
    assert first["metadata"]["totals"] == second["metadata"]["totals"] == whole["metadata"]["totals"]
    other = await envelope_of(shop, after=after, **{**asked, "columns": ()})
    assert other["error"]["code"] == "INVALID_CURSOR"


async def test_a_filter_that_nobody_meets_makes_an_empty_pivot(shop: Path) -> None:
    envelope = await envelope_of(
        shop,
        measures=("net_revenue",),
        dimensions=("product", "branch"),
        columns=("branch",),
        filters=(Filter("branch", ("Thikka",)),),
        totals=True,
        others=True,
    )
    assert (names(envelope), envelope["data"]["rows"]) == (["product", "netRevenue"], [])
    nulls = [{"field": "netRevenue", "code": "NOT_LOADED"}]
    assert envelope["metadata"]["totals"] == {"netRevenue": None, "nulls": nulls}
    (warning,) = [one for one in envelope["metadata"]["warnings"] if one["code"] == "UNKNOWN_MEMBER"]
    assert "'Thika'" in warning["message"]


ILLEGAL: list[tuple[Asked, str]] = [
    ({"measures": ()}, "INVALID_PARAMETER"),
    ({"measures": ("lines", "lines")}, "INVALID_PARAMETER"),
    ({"measures": tuple(SALES.measure)[:13]}, "ILLEGAL_COMBINATION"),
    ({"dimensions": tuple(SALES.dimension)[:5]}, "ILLEGAL_COMBINATION"),
    ({"dimensions": tuple(SALES.dimension)[:4], "columns": (tuple(SALES.dimension)[4],)}, "ILLEGAL_COMBINATION"),
    ({"columns": ("time",)}, "ILLEGAL_COMBINATION"),
    ({"dimensions": ("branch",), "columns": ("branch", "branch")}, "INVALID_PARAMETER"),
    ({"top": Top(3)}, "ILLEGAL_COMBINATION"),
    ({"dimensions": ("product",), "top": Top(3, "branch")}, "ILLEGAL_COMBINATION"),
    ({"dimensions": ("product", "branch"), "columns": ("branch",), "top": Top(3, "branch")}, "ILLEGAL_COMBINATION"),
    ({"dimensions": ("product",), "top": Top(3, "time")}, "ILLEGAL_COMBINATION"),
    ({"others": True}, "ILLEGAL_COMBINATION"),
    ({"dimensions": ("branch",), "columns": ("branch",), "others": True}, "ILLEGAL_COMBINATION"),
    ({"dimensions": ("branch",), "having": (Having("first_sale", ">", 0.0),)}, "INVALID_PARAMETER"),
    ({"dimensions": ("branch",), "having": (Having("lines:PREVIOUS_YEAR", ">", 0.0),)}, "UNKNOWN_FIELD"),
    ({"dimensions": ("branch",), "sort": (SortBy("lines:PREVIOUS_YEAR"),)}, "UNKNOWN_FIELD"),
    ({"columns": ("time",), "grain": Grain.HOUR}, "TIME_OF_DAY_NOT_LOADED"),
    ({"dimensions": ("salesperson",)}, "DIMENSION_NOT_LOADED"),
    ({"compare": (Comparison(ComparisonKind.PREVIOUS_PERIOD),) * 6}, "ILLEGAL_COMBINATION"),
]


@pytest.mark.parametrize(("asked", "code"), ILLEGAL, ids=str)
async def test_illegal_questions_are_refused_with_their_reason(shop: Path, asked: Asked, code: str) -> None:
    envelope = await envelope_of(shop, **{"measures": ("lines",), **asked})
    assert envelope["data"] is None
    assert envelope["error"]["code"] == code
    assert envelope["error"]["message"].endswith(".")


async def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    lines = [f"2024-03-0{1 + n % 9},A{n},Thika,P{n:04},1,1,Ann" for n in range(1_001)]
    store = loaded(tmp_path, [LINES[0], *lines])
    asked: Asked = {"measures": ("lines",), "dimensions": ("branch",), "columns": ("product",)}
    envelope = await envelope_of(store, **asked)
    assert envelope["error"]["code"] == "TOO_MANY_COLUMNS"
    fewer = await envelope_of(store, **asked, filters=(Filter("product", contains="P00"),))
    assert len(names(fewer)) == 102
    double = await envelope_of(store, **{**asked, "measures": tuple(SALES.measure)[:12]})
    assert double["error"]["code"] == "TOO_MANY_COLUMNS"


KEYS = ("product", "branch", "customer", "time")
QUESTIONS = st.fixed_dictionaries(
    {
        "measures": st.lists(st.sampled_from(("net_revenue", "orders", "profit_margin", "last_sale")), unique=True),
        "dimensions": st.lists(st.sampled_from(KEYS[:3]), unique=True),
        "columns": st.lists(st.sampled_from(KEYS), max_size=2),
        "grain": st.sampled_from((None, Grain.DAY, Grain.MONTH)),
        "top": st.none() | st.builds(Top, st.integers(1, 3), st.none() | st.sampled_from(KEYS)),
        "others": st.booleans(),
        "totals": st.booleans(),
        "limit": st.integers(1, 5),
        "having": st.lists(
            st.builds(Having, st.sampled_from(("orders", "lines")), st.just(">"), st.floats(0, 3)), max_size=1
        ),
        "compare": st.lists(
            st.sampled_from([Comparison(k) for k in list(ComparisonKind)[:3]]), max_size=2, unique=True
        ),
    }
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=QUESTIONS)
async def test_every_question_is_answered_or_refused_with_a_code(shop: Path, asked: Asked) -> None:
    arguments = {name: tuple(value) if isinstance(value, list) else value for name, value in asked.items()}
    window = {"period": None, "span": DateSpan(date(2024, 3, 1), date(2024, 4, 3))}
    envelope = await envelope_of(shop, **arguments, **window)
    if envelope["error"] is not None:
        assert envelope["error"]["code"] in {error.code for error in ERRORS} - {"INTERNAL_ERROR", "ENGINE_FAILED"}
        return
    width = len(envelope["data"]["columns"])
    blocks = [*envelope["data"]["subtotals"], *filter(None, [envelope["data"]["others"]])]
    assert all(len(row) == width for block in ({"rows": envelope["data"]["rows"]}, *blocks) for row in block["rows"])


async def test_totals_over_statuses_are_of_every_status(tmp_path: Path) -> None:
    """Whoever groups by status asks for all of them: 100 completed, 30 pending and 7 cancelled are 137."""
    head = "date,item,revenue,status,order id"
    lines = ["2024-03-01,x,100,completed,A", "2024-03-01,x,30,pending,B", "2024-03-02,y,7,cancelled,C"]
    store = loaded(tmp_path, [head, *lines])
    asked: dict[str, Any] = {"measures": ("net_revenue", "orders"), "totals": True}
    whole = {"netRevenue": 137, "orders": 3}
    for more in ({"dimensions": ("status",)}, {"dimensions": ("product",), "columns": ("status",)}):
        totals = (await envelope_of(store, **asked, **more))["metadata"]["totals"]
        assert {name: totals[name] for name in whole} == whole
    cut = await envelope_of(store, **asked, dimensions=("status",), limit=1, others=True)
    assert cut["data"]["rows"] == [["completed", 100, 1]]
    others = cut["metadata"]["others"]
    assert (others["netRevenue"], others["orders"]) == (37, 2)
