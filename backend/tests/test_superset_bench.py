"""The bench beside Superset: its charts are questions of ours, rows are read alike, its page tells who was faster."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import islice

import orjson
import pytest
from graphql import GraphQLSchema, parse, validate
from graphql.utilities import build_schema

from backend.benchmarks.api.driver import Driven
from backend.benchmarks.superset.__main__ import page
from backend.benchmarks.superset.charts import BY_DAY, KINDS, Chart, charts
from backend.tests.asking import ROOT

FIRST, LAST = date(2023, 1, 1), date(2024, 12, 31)
WEEK = (date(2024, 2, 26), date(2024, 3, 3))
RUN = Driven(100, 10.0, 1.0, 2.0, 3.0, 4.0, 100, 0, 0, 0, 0, 0, 0)


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema((ROOT / "backend/schema.graphql").read_text())


def test_charts_are_questions_of_ours_within_the_days_and_no_two_alike(schema: GraphQLSchema) -> None:
    asked = list(islice(charts(FIRST, LAST, 90, 5), 90))
    assert len(set(asked)) == 90
    assert {chart.kind for chart in asked} == set(KINDS)
    for chart in asked:
        assert FIRST <= chart.first <= chart.last <= LAST
        assert validate(schema, parse(orjson.loads(chart.ours)["query"])) == []


def test_the_last_day_is_included_for_both() -> None:
    chart = Chart(KINDS[0], *WEEK)
    assert 'startDate: "2024-02-26", endDate: "2024-03-03"' in orjson.loads(chart.ours)["query"]
    (query,) = orjson.loads(chart.theirs(7))["queries"]
    assert query["filters"] == [{"col": "local_time", "op": "TEMPORAL_RANGE", "val": "2024-02-26 : 2024-03-04"}]


def test_days_of_both_read_alike() -> None:
    chart = Chart(BY_DAY, *WEEK)
    points = [{"timestamp": "2024-02-29T00:00:00+03:00", "value": 12.5}]
    ours = {"data": {"salesTrends": {"data": {"points": points}}}}
    # 1,709,164,800 seconds: 29 February 2024, midnight
    theirs = {"result": [{"data": [{"day": 1_709_164_800_000, "revenue": 12.5}]}]}
    assert chart.rows_of_ours(orjson.dumps(ours)) == [("2024-02-29", 12.5)]
    assert chart.rows_of_theirs(orjson.dumps(theirs)) == [("2024-02-29", 12.5)]


def test_the_page_says_how_many_times_as_many() -> None:
    text = page({"asked before": RUN}, {"asked before": replace(RUN, requests=4, refused=1)}, "somewhere")
    assert "| asked before | here | 10.0 | 25.0 | 1.0 | 2.0 | 3.0 | 0 |" in text
    assert "|  | Superset | 0.4 |  | 1.0 | 2.0 | 3.0 | 1 |" in text
