"""Every report that both doors serve, built from a catalog."""

from __future__ import annotations

from functools import lru_cache

from backend.reports.about import about_reports
from backend.reports.baskets import basket_reports
from backend.reports.customer_classes import customer_class_reports
from backend.reports.drivers import driver_reports
from backend.reports.explore import explore_reports
from backend.reports.grouped import grouped_reports
from backend.reports.heatmap import heatmap_reports
from backend.reports.hours import hour_reports
from backend.reports.lifetime import lifetime_reports
from backend.reports.lists import list_reports
from backend.reports.mix import mix_reports
from backend.reports.overview import overview_reports
from backend.reports.product import product_reports
from backend.reports.profile import profile_reports
from backend.reports.retention import retention_reports
from backend.reports.returns import return_reports
from backend.reports.spec import ReportSpec
from backend.reports.trends import trend_reports
from druid.catalog.model import Catalog


@lru_cache(maxsize=8)
def reports(catalog: Catalog) -> tuple[ReportSpec, ...]:
    """All reports, in the order of the docs."""
    return (
        *overview_reports(catalog),
        *trend_reports(),
        *list_reports(catalog),
        *mix_reports(catalog),
        *product_reports(catalog),
        *heatmap_reports(catalog),
        *hour_reports(),
        *grouped_reports(catalog),
        *return_reports(catalog),
        *profile_reports(catalog),
        *customer_class_reports(catalog),
        *retention_reports(),
        *lifetime_reports(),
        *driver_reports(),
        *basket_reports(catalog),
        *explore_reports(),
        *about_reports(),
    )
