"""Where a command works: the store of the settings, its publisher, the clock, and the options that say so.

In: SALES_* settings, `--data-dir`, the clock; only this module of the command reads clock and environment. Out: a
`Store`, a `Publisher`, the moment.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingestion.errors import LoadRefused

if TYPE_CHECKING:
    from ingestion.sink.port import Publisher
    from ingestion.sink.store import Store


def shared(command: Callable[..., None]) -> Callable[..., None]:
    where = click.option("--data-dir", type=click.Path(path_type=Path), help="Folder of the store.")
    machine = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    return where(machine(command))


def store_of(data_dir: Path | None) -> Store:
    from druid.catalog.check import check
    from druid.catalog.sales import SALES
    from ingestion.faults import disk_from
    from ingestion.settings import read_settings
    from ingestion.sink.store import Store
    from ingestion.stop import StoppableDisk, heed_signals

    check(SALES)
    settings = read_settings()
    disk = StoppableDisk(disk_from(os.environ))
    heed_signals(disk)
    return Store(_folder(data_dir or settings.data_dir), SALES, settings.timezone, settings.currency, disk)


def publisher_of(store: Store) -> Publisher:
    from ingestion.settings import read_settings
    from ingestion.sink.choice import publisher_for

    return publisher_for(read_settings(), store)


def _folder(path: Path) -> Path:
    if path.exists() and not path.is_dir():
        raise LoadRefused("DATA_DIR", f"{path} is a file, and a store is a folder.", "Name a folder with --data-dir.")
    return path


def now() -> datetime:
    return datetime.now(UTC)
