"""Manifests for planner tests: facts only, no data. `replace` what a test is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from druid.calendar import to_ms
from druid.catalog.sales import SALES
from druid.store.manifest import Coverage, DataFile, Manifest

ROWS: Mapping[str, int] = {
    "sales_analytics": 40_000,
    "sales_hourly": 3_000,
    "sales_daily_product": 15_000,
    "sales_daily_salesperson": 6_000,
    "sales_daily_customer": 18_000,
    "customer_month": 7_000,
}
NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)


def at(text: str) -> int:
    """Epoch milliseconds of "2024-12-18T10:00", in UTC when no offset is written."""
    moment = datetime.fromisoformat(text)
    return to_ms(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def months_of(first_year: int, last_year: int) -> tuple[str, ...]:
    return tuple(f"{year}-{month:02}" for year in range(first_year, last_year + 1) for month in range(1, 13))


def manifest_of(newest: str = "2024-12-18T10:00") -> Manifest:
    """A dense store of 2022 to 2025 in Nairobi whose newest completed line is at `newest` (UTC)."""
    return Manifest(
        sequence=1,
        catalog=SALES.layout,
        essential=SALES.essential,
        timezone="Africa/Nairobi",
        currency="KES",
        published_at="2025-01-01T00:00:00Z",
        files=tuple(
            DataFile(table, month, f"{table}/{month}.parquet", 1, f"{table}{month}", rows)
            for table, rows in ROWS.items()
            for month in months_of(2022, 2025)
        ),
        coverage=(Coverage("2010-01-01", "2025-12-31"),),
        columns={column.name: 1 for column in SALES.columns},
        newest_ms=at(newest),
    )
