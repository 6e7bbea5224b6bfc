"""Ten typical questions of a sales team, and the hand-written SQL that they are measured against.

The SQL in `by_hand.sql` answers the same numbers of the same lines, without proof, coverage, warnings or an
envelope. It is the limit of the bench.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.question import Comparison, ComparisonKind, Filter, Period
from backend.reports.spec import Arguments, Metric
from druid.catalog.model import Grain

BY_HAND = Path(__file__).with_name("by_hand.sql")
NAME = "-- name: "
PREVIOUS = (Comparison(ComparisonKind.PREVIOUS_PERIOD),)


@dataclass(frozen=True, slots=True)
class Typical:
    """A question as the report that answers it; `name` finds its statements in `by_hand.sql`."""

    name: str
    report: str
    arguments: Arguments


TYPICAL = (
    Typical(
        "totals of a month and the month before",
        "salesOverview",
        Arguments(period=Period.MONTH, compare=PREVIOUS),
    ),
    Typical("totals of everything", "salesOverview", Arguments(period=Period.ALL, compare=())),
    Typical(
        "revenue by day of a month, and the month before",
        "salesTrends",
        Arguments(period=Period.MONTH, compare=PREVIOUS, metric=Metric.REVENUE, grain=Grain.DAY),
    ),
    Typical(
        "orders by month of a year",
        "salesTrends",
        Arguments(period=Period.YEAR, compare=(), metric=Metric.ORDERS, grain=Grain.MONTH),
    ),
    Typical(
        "salespeople by profit, month against month",
        "salespersonLeaderboard",
        Arguments(period=Period.MONTH, compare=PREVIOUS),
    ),
    Typical("top products of a year", "topProducts", Arguments(period=Period.YEAR, compare=())),
    Typical("branches of a month", "branchPerformance", Arguments(period=Period.MONTH, compare=PREVIOUS)),
    Typical(
        "product lines of one branch in a year",
        "productLines",
        Arguments(period=Period.YEAR, compare=(), filters=(Filter("branch", members=("Nairobi",)),)),
    ),
    Typical("top customers of a year", "topCustomers", Arguments(period=Period.YEAR, compare=())),
    Typical(
        "revenue by branch and month of a year",
        "explore",
        Arguments(
            period=Period.YEAR,
            compare=(),
            measures=("net_revenue",),
            dimensions=("branch",),
            grain=Grain.MONTH,
            limit=1000,
        ),
    ),
)


def statements_by_hand() -> Mapping[str, tuple[str, ...]]:
    """The hand-written statements by question name."""
    written: dict[str, tuple[str, ...]] = {}
    for section in BY_HAND.read_text().split(NAME)[1:]:
        name, _, body = section.partition("\n")
        written[name] = tuple(part.strip() for part in body.split(";") if part.strip())
    return written
