"""Three charts of a window, each as a question to us and as one to Superset, and what both must answer.

In: the first and the last day of a store, and a seed. Out: `Chart`s with bodies for POST; `rows_of_ours` and
`rows_of_theirs` read members with their net revenue from an answer, so that the two can be compared.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson

Rows = list[tuple[str, float]]
LIMIT = 10
LENGTHS = (7, 30, 31, 91, 182, 365)
REVENUE = {"expressionType": "SQL", "sqlExpression": "SUM(net_revenue)", "label": "revenue"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A chart: our report, its arguments, what is asked of `data`, and the column that names a row in theirs."""

    report: str
    arguments: str
    asked: str
    column: str


BY_DAY = Kind("salesTrends", "metric: REVENUE, grain: DAY", "points { timestamp value }", "day")
KINDS = (
    Kind("topProducts", f"sortBy: REVENUE, order: DESC, limit: {LIMIT}", "product revenue", "product"),
    Kind("branchPerformance", "sortBy: REVENUE, order: DESC", "branch revenue", "branch"),
    BY_DAY,
)


@dataclass(frozen=True, slots=True)
class Chart:
    """Days are of the business zone, the last one included."""

    kind: Kind
    first: date
    last: date

    @property
    def ours(self) -> bytes:
        kind = self.kind
        window = f'period: CUSTOM, dateRange: {{startDate: "{self.first}", endDate: "{self.last}"}}, compare: []'
        inner = f"data {{ {kind.asked} }} error {{ code }}"
        return orjson.dumps({"query": f"{{ {kind.report}({window}, {kind.arguments}) {{ {inner} }} }}"})

    def theirs(self, dataset: int) -> bytes:
        """For `/api/v1/chart/data`, as its own page asks for a chart."""
        window = f"{self.first} : {self.last + timedelta(days=1)}"
        query = {
            "columns": [self.kind.column],
            "metrics": [REVENUE],
            "filters": [{"col": "local_time", "op": "TEMPORAL_RANGE", "val": window}],
            "orderby": [["day", True]] if self.kind is BY_DAY else [[REVENUE, False]],
            "row_limit": LIMIT if self.kind.column == "product" else 1000,
        }
        asked = {"datasource": {"id": dataset, "type": "table"}, "queries": [query]}
        return orjson.dumps({**asked, "result_format": "json", "result_type": "full"})

    def rows_of_ours(self, answer: bytes) -> Rows:
        data = orjson.loads(answer)["data"][self.kind.report]["data"]
        if self.kind is BY_DAY:
            return [(point["timestamp"][:10], point["value"]) for point in data["points"]]
        return [(row[self.kind.column], row["revenue"]) for row in data]

    def rows_of_theirs(self, answer: bytes) -> Rows:
        """A day is written as milliseconds since 1970."""
        found: list[Mapping[str, Any]] = orjson.loads(answer)["result"][0]["data"]
        return [(_name(row[self.kind.column]), row["revenue"]) for row in found]


def _name(value: str | float) -> str:
    return value if isinstance(value, str) else f"{datetime.fromtimestamp(value / 1000, UTC):%Y-%m-%d}"


def charts(first: date, last: date, count: int, seed: int) -> Iterator[Chart]:
    """Charts with no two alike, the kinds in turn."""
    dice, seen, days = random.Random(seed), set[Chart](), (last - first).days
    while len(seen) < count:
        length = min(dice.choice(LENGTHS), days)
        start = first + timedelta(days=dice.randrange(days - length + 1))
        chart = Chart(KINDS[len(seen) % len(KINDS)], start, start + timedelta(days=length - 1))
        if chart not in seen:
            seen.add(chart)
            yield chart
