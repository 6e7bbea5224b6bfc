"""Twenty questions of each report with arguments that turn: period, branch, metric, member, dimension.

In: a report's spec and members of the store. Out: `Arguments`, the same for every run. Nothing is asked twice, so that
no answer can come from an earlier one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from backend.question import DateSpan, Filter, Period
from backend.reports.spec import Arguments, Metric, ReportSpec
from druid.catalog.model import Grain

TURNS = 20
PERIODS = (
    Period.MONTH,
    Period.QUARTER,
    Period.YEAR,
    Period.LAST_12_MONTHS,
    Period.LAST_30_DAYS,
    Period.LAST_90_DAYS,
    Period.ALL,
)
SPANS = (
    DateSpan(date(2024, 3, 1), date(2024, 3, 31)),
    DateSpan(date(2023, 1, 2), date(2023, 12, 31)),
    DateSpan(date(2024, 2, 7), date(2024, 8, 19)),
)
METRICS = (Metric.REVENUE, Metric.ORDERS, Metric.PROFIT, Metric.UNITS, Metric.MARGIN)
DRIVEN = (Metric.REVENUE, Metric.PROFIT, Metric.UNITS)
GROUPED = ("product", "item_group", "branch", "salesperson", "customer", "product_line")
EXPLORED = (
    (("net_revenue", "customers"), ("region",), Grain.MONTH),
    (("gross_profit", "orders"), ("salesperson",), None),
    (("net_revenue", "units_sold"), ("product", "branch"), None),
    (("average_order_value", "profit_margin"), ("account",), Grain.QUARTER),
)


@dataclass(frozen=True, slots=True)
class Members:
    """Names to ask for; `of` are those of a dimension."""

    of: Mapping[str, Sequence[str]]

    def pick(self, dimension: str, turn: int) -> str:
        names = self.of[dimension]
        return names[turn % len(names)]


def rotated(spec: ReportSpec, turn: int, members: Members) -> Arguments:
    """The arguments of one turn: those that the report takes."""
    takes = frozenset(spec.arguments)
    arguments = _window(turn) if "period" in takes else Arguments()
    if "filters" in takes and turn >= len(PERIODS) + len(SPANS):
        branch = Filter("branch", members=(members.pick("branch", turn),))
        arguments = replace(arguments, filters=(branch,))
    if "metric" in takes:
        metrics = DRIVEN if spec.name == "changeDrivers" else METRICS
        arguments = replace(arguments, metric=metrics[turn % len(metrics)])
    if "groupBy" in takes:
        arguments = replace(arguments, group_by=GROUPED[turn % len(GROUPED)])
    return _named(spec, arguments, turn, members)


def _window(turn: int) -> Arguments:
    place = turn % (len(PERIODS) + len(SPANS))
    if place < len(PERIODS):
        return Arguments(period=PERIODS[place])
    return Arguments(period=Period.CUSTOM, span=SPANS[place - len(PERIODS)])


def _named(spec: ReportSpec, arguments: Arguments, turn: int, members: Members) -> Arguments:
    """With the member, the dimension or the measures that a report is about."""
    match spec.name:
        case "productPerformance":
            return replace(arguments, product_id=members.pick("product", turn))
        case "customerProfile" | "customerLifetimeValue":
            return replace(arguments, customer_id=members.pick("customer", turn))
        case "changeDrivers":
            return replace(arguments, dimension=GROUPED[turn % len(GROUPED)])
        case "filterOptions":
            return replace(arguments, dimension=GROUPED[turn % len(GROUPED)], search="aeiou"[turn % 5])
        case "explore":
            measures, dimensions, grain = EXPLORED[turn % len(EXPLORED)]
            return replace(arguments, measures=measures, dimensions=dimensions, grain=grain, limit=1000)
        case _:
            return arguments
