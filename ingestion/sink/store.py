"""The store that a load writes to, as one value, and the places inside it.

In: folder, catalog, business zone, currency and the disk to use. Out: paths; nothing here reads or writes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from druid.catalog.model import Catalog, Moment
from ingestion.sink.disk import Disk

ORDER_KEY_JOINT = "\x1f"
OWN_ORDER = "\x1e"
"""Starts the key of a line that is its own order. Control characters never pass cleaning, so no real key has it."""

LOAD_NUMBER = "load_no"
LINE_NUMBER = "line"


@dataclass(frozen=True, slots=True)
class Store:
    """Where the snapshots are and how they are made."""

    path: Path
    catalog: Catalog
    timezone: str
    currency: str
    disk: Disk = field(default_factory=Disk)

    @property
    def manifests(self) -> Path:
        return self.path / "manifests"

    @property
    def staging(self) -> Path:
        return self.path / "staging"

    @property
    def quarantine(self) -> Path:
        return self.path / "quarantine"

    @property
    def reports(self) -> Path:
        return self.path / "reports"

    @property
    def lock(self) -> Path:
        return self.path / "loader.lock"

    def table_folder(self, table: str) -> Path:
        return self.path / "data" / table


def own_moments(catalog: Catalog) -> tuple[Moment, ...]:
    """The moments that a base file keeps beside the sale's own."""
    return tuple(moment for moment in catalog.moments if moment.positive is not None)
