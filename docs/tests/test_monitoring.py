"""Dashboard, alerts and pages that name metrics agree with a real scrape, in names and labels, and leave none out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from promql_parser import AggregateExpr, BinaryExpr, Expr, VectorSelector

from backend.metrics.families import FAMILIES, PREFIX, Family, Kind
from backend.tests.api.tiny import client, tiny_app

ROOT = Path(__file__).parents[2]
MONITORING = ROOT / "docs" / "monitoring"
DASHBOARD = json.loads((MONITORING / "grafana.json").read_text(encoding="utf-8"))
ALERTS = yaml.safe_load((MONITORING / "alerts.yaml").read_text(encoding="utf-8"))
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
SCRAPED = {"job", "instance"}
"""Labels that Prometheus adds."""
WIDE, VARIABLES = 24, {"$__rate_interval": "5m", "$job": ".+"}
ENDINGS = {Kind.HISTOGRAM: ("_bucket", "_count", "_sum")}
SAMPLES = {family.full + ending: family for family in FAMILIES for ending in ENDINGS.get(family.kind, ("",))}
TABLES = ("sales_analytics", "sales_hourly", "sales_daily", "sales_monthly")
"""How names of tables begin."""


def labels_of(name: str, family: Family) -> set[str]:
    return {*family.labels, *SCRAPED, *({"le"} if name.endswith("_bucket") else ())}


def panels() -> list[dict[str, Any]]:
    return [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]


def dashboard_queries() -> Iterator[str]:
    for panel in panels():
        yield from (target["expr"] for target in panel["targets"])
    yield from (marks["expr"] for marks in DASHBOARD["annotations"]["list"])


def queries() -> list[str]:
    found = [*dashboard_queries(), *(rule["expr"] for rule in RULES)]
    for name, value in VARIABLES.items():
        found = [query.replace(name, value) for query in found]
    return found


def parts(expression: Expr) -> list[Expr]:
    """The expression and all it is made of."""
    found: list[Expr] = []

    def note(part: Expr) -> bool:
        found.append(part)
        return True

    promql_parser.walk(expression, note)
    return found


def selectors(expression: Expr) -> list[VectorSelector]:
    return [part for part in parts(expression) if isinstance(part, VectorSelector)]


def faults(query: str) -> list[str]:
    """Names that no scrape has, and labels that the metric beside them has not."""
    expression = promql_parser.parse(query)
    found = [f"{one.name} is no metric" for one in selectors(expression) if one.name not in SAMPLES]
    known = {one.name: labels_of(one.name, SAMPLES[one.name]) for one in selectors(expression) if one.name in SAMPLES}
    for one in selectors(expression):
        asked = {matcher.name for matcher in one.matchers.matchers}
        found += [f"{one.name} has no {label}" for label in sorted(asked - known.get(one.name, asked))]
    for part in parts(expression):
        if isinstance(part, AggregateExpr | BinaryExpr):
            below = [known[one.name] for one in selectors(part) if one.name in known]
            found += [f"{label} of nothing" for label in grouped(part) if any(label not in names for names in below)]
    return found


def grouped(part: AggregateExpr | BinaryExpr) -> tuple[str, ...]:
    if isinstance(part, AggregateExpr):
        return tuple(part.modifier.labels) if part.modifier else ()
    matching = part.modifier.matching if part.modifier else None
    return tuple(matching.labels) if matching else ()


@pytest.mark.parametrize("query", queries())
def test_queries_name_what_there_is(query: str) -> None:
    assert faults(query) == []


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("sales_requests_total", "sales_requests_total is no metric"),
        ("sales_http_request_duration_seconds", "sales_http_request_duration_seconds is no metric"),
        ('rate(sales_http_requests_total{path="/"}[5m])', "sales_http_requests_total has no path"),
        ("sum by (report) (rate(sales_http_requests_total[5m]))", "report of nothing"),
        ("sales_store_bytes / on (table) sales_breaker_state", "table of nothing"),
    ],
)
def test_faults_are_found(query: str, fault: str) -> None:
    assert fault in faults(query)


def test_no_metric_is_left_out() -> None:
    """Each is on the dashboard."""
    shown = {SAMPLES[one.name].full for query in queries() for one in selectors(promql_parser.parse(query))}
    assert shown == {family.full for family in FAMILIES}


async def test_families_are_those_of_a_scrape() -> None:
    async with client(tiny_app()) as door:
        text = (await door.get("/metrics")).text
    assert set(re.findall(r"^# TYPE (\S+)", text, re.MULTILINE)) == {family.full for family in FAMILIES}


def test_every_alert_has_its_line_and_every_line_its_alert() -> None:
    section = OPERATIONS.partition("### Alerts\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == {rule["alert"] for rule in RULES}
    for rule in RULES:
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"].keys() == {"summary", "runbook"}
        assert rule["annotations"]["runbook"] == "docs/operations.md#alerts"


def test_every_alert_is_tried_by_promtool() -> None:
    tried = yaml.safe_load((MONITORING / "alerts.test.yaml").read_text(encoding="utf-8"))["tests"]
    well, ill = tried
    assert {one["alertname"] for one in well["alert_rule_test"]} == {rule["alert"] for rule in RULES}
    assert ill["promql_expr_test"][0]["exp_samples"] == [{"value": len(RULES)}]
    for one in tried:
        assert {faults(series["series"])[0] for series in one["input_series"] if faults(series["series"])} == set()


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")))
def test_pages_name_metrics_that_there_are(page: Path) -> None:
    named = set(re.findall(rf"\b{PREFIX}[a-z_]+\b", page.read_text(encoding="utf-8")))
    assert {name for name in named if not name.startswith(TABLES)} <= SAMPLES.keys()


def test_the_dashboard_can_be_imported() -> None:
    """What Grafana asks of a file: a number for each panel, places that do not overlap, a source to choose."""
    every = DASHBOARD["panels"]
    assert len({panel["id"] for panel in every}) == len(every)
    assert {"title", "uid", "schemaVersion", "templating", "time"} <= DASHBOARD.keys()
    assert [one["name"] for one in DASHBOARD["templating"]["list"]] == ["datasource", "job"]
    taken: set[tuple[int, int]] = set()
    for panel in every:
        place = panel["gridPos"]
        cells = {(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])}
        assert not cells & taken, panel["title"]
        assert all(x < WIDE for x, _ in cells)
        taken |= cells
    for panel in panels():
        assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
        assert len({target["refId"] for target in panel["targets"]}) == len(panel["targets"])
        assert panel["title"]
        assert panel["fieldConfig"]["defaults"]["unit"]


def test_what_the_dashboard_must_show() -> None:
    rows = [panel["title"] for panel in DASHBOARD["panels"] if panel["type"] == "row"]
    assert rows == ["Now", "Traffic and errors", "Answers", "Engine", "Response cache", "Loads and store", "Druid"]
