"""Shares, ABC classes and segments of lists: where they begin, and what they leave of shares and totals of all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backend.question import Filter
from backend.reports.spec import AbcClass, Segment
from backend.tests.reports.ledger import check_envelope
from backend.tests.reports.lists import ALL, envelope_of, row_codes
from backend.tests.reports.shops import full_shop, loaded

ABC = {"x": 80, "y": 15, "z": 5}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return full_shop(tmp_path_factory.mktemp("full"))


async def test_abc_classes_begin_exactly_at_their_shares(tmp_path: Path) -> None:
    """80, 15 and 5 of 100: the second begins at 80 %, so it is B; the third at 95 %, so it is C."""
    store = loaded(tmp_path, ["date,item,revenue", *(f"2024-03-01,{name},{value}" for name, value in ABC.items())])
    envelope = await envelope_of(store, "topProducts", ALL)
    assert {row["product"]: row["abcClass"] for row in envelope["data"]} == {"x": "A", "y": "B", "z": "C"}


async def test_abc_shares_are_those_of_the_rows(tmp_path: Path) -> None:
    """Of 100 in all 80, 30 and 20 were sold and 30 came back of w: before y lie 80 %, before z 110 %."""
    lines = ["2024-03-01,x,80,0", "2024-03-01,y,30,0", "2024-03-01,z,20,0", "2024-03-01,w,0,-30"]
    store = loaded(tmp_path, ["date,item,revenue,returned value", *lines])
    envelope = await envelope_of(store, "topProducts", ALL)
    classes = {row["product"]: (row["share"], row["abcClass"]) for row in envelope["data"]}
    assert classes == {"x": (0.8, "A"), "y": (0.3, "B"), "z": (0.2, "C"), "w": (-0.3, "C")}


async def test_cumulative_shares_end_at_one(tmp_path: Path) -> None:
    """x 80, y 30, z 20 and w -30 of 100 in all: the last one takes back what lies above the whole."""
    lines = ["2024-03-01,x,80,0", "2024-03-01,y,30,0", "2024-03-01,z,20,0", "2024-03-01,w,0,-30"]
    store = loaded(tmp_path, ["date,item,revenue,returned value", *lines])
    envelope = await envelope_of(store, "topProducts", replace(ALL, sort_by="PRODUCT"))
    shares = {row["product"]: row["cumulativeShare"] for row in envelope["data"]}
    assert shares == {"x": 0.8, "y": 1.1, "z": 1.3, "w": 1.0}
    kept = replace(ALL, filters=(Filter("product", ("z", "w")),))
    rest = await envelope_of(store, "topProducts", kept)
    assert [row["cumulativeShare"] for row in rest["data"]] == [-2.0, 1.0]


async def test_without_net_revenue_no_share_is_cumulative(tmp_path: Path) -> None:
    store = loaded(tmp_path, ["date,item,revenue,returned value", "2024-03-01,x,80,0", "2024-03-01,y,0,-80"])
    envelope = await envelope_of(store, "topProducts", ALL)
    assert [row["cumulativeShare"] for row in envelope["data"]] == [None, None]
    assert row_codes(envelope["data"], "product")["x"]["cumulativeShare"] == "ZERO_DENOMINATOR"


async def test_one_class_of_products_keeps_shares_and_totals_of_all(tmp_path: Path) -> None:
    store = loaded(tmp_path, ["date,item,revenue", *(f"2024-03-01,{name},{value}" for name, value in ABC.items())])
    envelope = await envelope_of(store, "topProducts", replace(ALL, abc_class=AbcClass.B))
    check_envelope(envelope)
    assert [(row["product"], row["share"], row["cumulativeShare"]) for row in envelope["data"]] == [("y", 0.15, 0.95)]
    metadata = envelope["metadata"]
    assert (metadata["page"]["totalCount"], metadata["totals"]["revenue"], metadata["others"]) == (1, 100.0, None)


async def test_one_class_of_customers_is_those_that_the_list_names(shop: Path) -> None:
    everyone = await envelope_of(shop, "topCustomers", ALL)
    found = {}
    for segment in Segment:
        envelope = await envelope_of(shop, "topCustomers", replace(ALL, segment=segment))
        assert envelope["metadata"]["totals"] == everyone["metadata"]["totals"]
        found[segment] = {row["customer"] for row in envelope["data"]}
    named = {row["customer"] for row in everyone["data"] if row["segment"] is not None}
    assert set.union(*found.values()) == named == {"Ann", "Ben"}
    assert [row["segment"] for row in everyone["data"] if row["customer"] in found[Segment.NEW]] == ["New", "New"]


async def test_the_best_customers_part_of_the_profit(tmp_path: Path) -> None:
    """25 customers bring 1 to 25, nobody 75 of 400: the twenty best bring 6 to 25, which is 310."""
    lines = [f"2024-03-01,{f'C{worth:02}' if worth <= 25 else ''},{worth},0" for worth in (*range(1, 26), 75)]
    store = loaded(tmp_path, ["date,customer,revenue,cost", *lines])
    best = (await envelope_of(store, "topCustomers", ALL))["metadata"]["extra"]["best"]
    assert best == {"customers": 20, "profit": 310.0, "profitShare": 310 / 400}
    rich = replace(ALL, segment=Segment.CHURNED, limit=1)
    assert (await envelope_of(store, "topCustomers", rich))["metadata"]["extra"]["best"] == best


async def test_without_a_cost_no_part_of_the_profit_is_known(shop: Path) -> None:
    best = (await envelope_of(shop, "topCustomers", ALL))["metadata"]["extra"]["best"]
    assert (best["profit"], best["profitShare"]) == (None, None)
