"""How long an answer may be kept at most, by what it tells: the five classes, whose seconds are settings.

Comes in: the reports of a response. Goes out: seconds, those of the shortest class among them. An answer never outlives
its data version whatever its class; the classes bound the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from backend.settings import Settings


class Life(Enum):
    """`REALTIME` is for questions whose period follows the clock, whichever report they ask."""

    REALTIME = "realtime"
    DASHBOARD = "dashboard"
    TRENDS = "trends"
    PRODUCTS = "products"
    CUSTOMERS = "customers"


OF_REPORTS: Mapping[str, Life] = {
    "salesOverview": Life.DASHBOARD,
    "salesTrends": Life.TRENDS,
    "branchTrends": Life.TRENDS,
    "hourlySales": Life.TRENDS,
    "changeDrivers": Life.TRENDS,
    "topProducts": Life.PRODUCTS,
    "productPerformance": Life.PRODUCTS,
    "productLines": Life.PRODUCTS,
    "categoryBreakdown": Life.PRODUCTS,
    "profitabilityMetrics": Life.PRODUCTS,
    "marginAnalysis": Life.PRODUCTS,
    "returnsAnalysis": Life.PRODUCTS,
    "basketPairs": Life.PRODUCTS,
    "branchProductHeatmap": Life.PRODUCTS,
    "salespersonProductMix": Life.PRODUCTS,
    "topCustomers": Life.CUSTOMERS,
    "customerProfile": Life.CUSTOMERS,
    "customerSegments": Life.CUSTOMERS,
    "customerLifetimeValue": Life.CUSTOMERS,
    "customerRetention": Life.CUSTOMERS,
}
"""Reports that are not listed are of the dashboard."""


@dataclass(frozen=True, slots=True)
class Lives:
    """Seconds by class."""

    seconds: Mapping[Life, int]

    @classmethod
    def of(cls, settings: Settings) -> Lives:
        return cls(
            {
                Life.REALTIME: settings.cache_realtime_seconds,
                Life.DASHBOARD: settings.cache_dashboard_seconds,
                Life.TRENDS: settings.cache_trends_seconds,
                Life.PRODUCTS: settings.cache_products_seconds,
                Life.CUSTOMERS: settings.cache_customers_seconds,
            }
        )

    def seconds_of(self, reports: Iterable[str], *, is_of_now: bool) -> int:
        """The least of the reports' classes, and of the clock's when a period follows it."""
        classes = {OF_REPORTS.get(report, Life.DASHBOARD) for report in reports}
        if is_of_now:
            classes.add(Life.REALTIME)
        return min(self.seconds[life] for life in classes)
