"""The notebook client against a real server: exact frames, provenance, refusals, patience; sync and async alike."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from copy import copy, deepcopy
from datetime import date
from pathlib import Path
from typing import cast

import polars as pl
import pyarrow as pa
import pytest

from backend.client import AsyncClient, Client, Provenance, SalesApiError, SalesFrame
from backend.client.asking import ARROW, JSON, Asked, Question, ask_explore, ask_members, ask_report
from backend.client.frames import read_arrow, read_envelope
from backend.examples.answers import sample_store
from backend.examples.serving import serving
from druid.catalog.sales import SALES


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("client")
    sample_store(folder)
    return folder


@pytest.fixture(scope="module")
def address(sample: Path) -> Iterator[str]:
    with serving(sample / "store") as served:
        yield served


@pytest.fixture
def client(address: str) -> Iterator[Client]:
    with Client(address) as opened:
        yield opened


@pytest.fixture(scope="module")
def lines(sample: Path) -> pl.DataFrame:
    """Completed lines of 2024, read without any of our code."""
    money = pl.col("grossRevenue", "returnsValue", "totalCost").cast(pl.Decimal(38, 4))
    frame = pl.read_csv(sample / "sample.csv", infer_schema=False).with_columns(money)
    return frame.filter(pl.col("__time").str.starts_with("2024-"), pl.col("Status") == "completed")


def test_a_report_is_a_frame_of_exact_money(client: Client, lines: pl.DataFrame) -> None:
    frame = client.kpi("top-products", period="YEAR", sort_by="REVENUE", compare=[])
    net = (pl.col("grossRevenue") + pl.col("returnsValue")).sum().alias("revenue")
    expected = lines.group_by(pl.col("ItemName").alias("product")).agg(net)
    assert isinstance(frame, SalesFrame)
    assert frame.schema["revenue"] == pl.Decimal(38, 4)
    assert frame.height == expected.height
    assert dict(frame.select("product", "revenue").iter_rows()) == dict(
        expected.select("product", "revenue").iter_rows()
    )


def test_filters_are_arguments(client: Client, lines: pl.DataFrame) -> None:
    frame = client.kpi(
        "branch_performance",
        start_date=date(2024, 3, 1),
        end_date=date(2024, 3, 31),
        compare=[],
        branch=["Nairobi", "Kisumu", "Thika"],
        exclude={"branch": "Thika", "channel": ["web"]},
        contains={"product": "solar"},
    )
    kept = lines.filter(
        pl.col("__time").str.starts_with("2024-03"),
        pl.col("Branch").is_in(["Nairobi", "Kisumu"]),
        (pl.col("Channel") != "web").fill_null(value=True),
        pl.col("ItemName").str.to_lowercase().str.contains("solar", literal=True),
    )
    expected = kept.group_by("Branch").agg((pl.col("grossRevenue") + pl.col("returnsValue")).sum())
    assert dict(frame.select("branch", "revenue").iter_rows()) == dict(expected.iter_rows())


def test_a_frame_says_where_it_comes_from(client: Client) -> None:
    told = client.kpi("top-products", period="YEAR", limit=3).provenance
    version = client.kpi("data-version")["version"][0]
    assert told.data_version == version
    assert told.is_complete is False
    assert told.tables
    assert set(told.tables) <= {SALES.base, *SALES.rollup}
    assert told.period is not None
    assert told.period["start"].startswith("2024-01-01")
    assert [one["kind"] for one in told.comparisons] == ["PREVIOUS_PERIOD"]
    assert str(told).splitlines()[0] == f"top-products, data version {version}"


def test_explore_takes_either_spelling(client: Client) -> None:
    frames = [
        client.explore([measure, "lines"], [dimension], period="ALL", compare=[])
        for measure, dimension in (("net_revenue", "product_line"), ("netRevenue", "productLine"))
    ]
    assert frames[0].equals(frames[1])
    assert frames[0]["netRevenue"].sum() == client.kpi("sales-overview", period="ALL")["totalRevenue"][0]


def test_graphql_gives_a_frame_a_field(client: Client) -> None:
    document = """query ($period: Period!) {
      top: topProducts(period: $period, limit: 2) { data { product revenue } error { code } metadata { dataVersion } }
      line: salesTrends(period: $period, metric: REVENUE, grain: QUARTER) { data { points { label value } } }
    }"""
    found = client.graphql(document, {"period": "YEAR"})
    assert isinstance(found, dict)
    assert found["top"].columns == ["product", "revenue"]
    assert found["top"].height == 2
    assert found["top"].provenance.data_version
    assert found["line"]["label"].to_list() == ["Q1 2024", "Q2 2024", "Q3 2024", "Q4 2024"]
    alone = client.graphql("{ salesOverview(period: YEAR) { data { totalRevenue } } }")
    assert isinstance(alone, SalesFrame)
    assert alone.shape == (1, 1)


def test_members_are_searchable(client: Client) -> None:
    assert client.members("branch", search="nai")["value"].to_list() == ["Nairobi"]


def test_both_clients_give_the_same(client: Client, address: str) -> None:
    async def asked() -> list[SalesFrame]:
        async with AsyncClient(address) as other:
            return list(
                await asyncio.gather(
                    other.kpi("product-lines", period="YEAR"),
                    other.explore(["netRevenue"], ["branch"], period="YEAR"),
                    other.members("branch"),
                )
            )

    mine = [
        client.kpi("product-lines", period="YEAR"),
        client.explore(["netRevenue"], ["branch"], period="YEAR"),
        client.members("branch"),
    ]
    assert [frame.equals(other) for frame, other in zip(mine, asyncio.run(asked()), strict=True)] == [True] * 3


@pytest.mark.parametrize(
    ("report", "question", "code"),
    [
        ("top-produkts", {}, "UNKNOWN_REPORT"),
        ("top-products", {"perod": "YEAR"}, "UNKNOWN_PARAMETER"),
        ("top-products", {"period": "FORTNIGHT"}, "INVALID_PARAMETER"),
    ],
)
def test_a_refusal_is_an_exception(client: Client, report: str, question: dict[str, str], code: str) -> None:
    with pytest.raises(SalesApiError) as caught:
        client.kpi(report, **cast(Question, question))
    assert caught.value.code == code
    assert caught.value.request_id
    assert caught.value.status >= 400


def test_a_graphql_mistake_is_an_exception(client: Client) -> None:
    with pytest.raises(SalesApiError, match="topProduct"):
        client.graphql("{ topProduct { data { product } } }")


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("{ topProducts(limit: 0) { data { product } } }", "REFUSED"),
        ("{ topProducts(limit: 0) { data { product } error { code message } } }", "INVALID_PARAMETER"),
        ("{ __typename }", "NOT_A_REPORT"),
    ],
)
def test_a_refused_field_is_an_exception(client: Client, document: str, code: str) -> None:
    with pytest.raises(SalesApiError) as caught:
        client.graphql(document)
    assert caught.value.code == code


def test_a_copy_of_a_frame_knows_where_it_comes_from() -> None:
    frame = SalesFrame.of(pl.DataFrame({"a": [1]}), Provenance("r", {"dataVersion": "7"}))
    make, parts = frame.__reduce__()  # what pickle does
    for copied in (frame.clone(), copy(frame), deepcopy(frame), make(*parts)):
        assert copied.equals(frame)
        assert copied.provenance == frame.provenance
    assert not isinstance(frame.filter(pl.col("a") > 0), SalesFrame)


def test_nobody_there_is_told_plainly() -> None:
    with Client("http://127.0.0.1:9") as nobody, pytest.raises(SalesApiError) as caught:
        nobody.kpi("sales-overview")
    assert caught.value.code == "UNREACHABLE"


def test_a_cut_stream_is_never_a_frame() -> None:
    table = pa.table({"a": list(range(1000))}, metadata={"rowCount": "1000"})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=100)
    body = sink.getvalue().to_pybytes()
    assert read_arrow(body, "whole").height == 1000
    for size in range(0, len(body) - 8, 97):
        with pytest.raises(SalesApiError) as caught:
            read_arrow(body[:size], "cut")
        assert caught.value.code == "NOT_WHOLE"


def test_requests_as_values() -> None:
    assert ask_report("topProducts", {"sort_by": "PROFIT", "branch": [None, "Thika"]}) == Asked(
        "GET", "/api/kpis/top-products", (("sortBy", "PROFIT"), ("branch", ""), ("branch", "Thika")), None, ARROW
    )
    assert ask_report("salesOverview", {"compare": []}).query == (("compare", "NONE"),)
    assert ask_members("product_line", {"limit": 2}).path == "/api/filter-options/productLine"
    assert ask_explore(["net_revenue"], [], {"end_date": date(2024, 1, 2)}).body == {
        "measures": ["netRevenue"],
        "dimensions": [],
        "endDate": "2024-01-02",
    }
    assert ask_report("catalog", {}).wants == JSON


def test_an_envelope_without_rows() -> None:
    frame = read_envelope({"data": [], "metadata": {"warnings": [{"code": "X", "message": "Y."}]}}, "empty")
    assert frame.height == 0
    assert frame.provenance == Provenance("empty", {"warnings": [{"code": "X", "message": "Y."}]})
    assert frame.provenance.warnings == ("X: Y.",)
