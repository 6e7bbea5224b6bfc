"""Stores loaded by the real command and published to a Druid, and the application over them with either engine.

Comes in: a file, a Druid's address, a prefix. Goes out: the store's folder; a client of the whole application.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from backend.app import create_app
from backend.engine.druid.engine import DruidEngine, DruidOptions
from backend.engine.druid.sql_cluster import SqlCluster
from backend.engine.embedded import EmbeddedEngine
from backend.engine.port import Engine
from backend.settings import Settings
from backend.tests.asking import NOW, ROOT
from backend.tests.whole.doors import Doors, open_doors
from druid.catalog.sales import SALES
from druid.client.sql import ClientLimits
from druid.client.transport import Patience, TransportLimits

PATIENT = ClientLimits(transport=TransportLimits(patience=Patience(connect=10.0, pool=10.0, idle=30.0)))
"""A busy machine takes its time to connect; here only the answers are compared."""
ODD, EVEN = "10", "12"
"""Months of 31 days that the sample is gathered in, so that its rollups are worth building."""


def published(file: Path, store: Path, druid: tuple[str, str], *options: str) -> str:
    """`SALES_ENGINE=druid python -m ingestion load FILE`; what it printed. `druid` is an address and a prefix."""
    address, prefix = druid
    told = {"SALES_ENGINE": "druid", "SALES_DRUID_URL": address, "SALES_DRUID_PREFIX": prefix}
    command = [sys.executable, "-m", "ingestion", "load", str(file), "--data-dir", str(store), *options]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | told, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def dense_sample(folder: Path, rows: int) -> Path:
    """The deterministic sample with its months gathered in two of each year; the others have no lines."""
    plain, dense = folder / "plain.csv", folder / "dense.csv"
    command = [sys.executable, "-m", "ingestion", "seed", "--rows", str(rows), "--orders", "--out", str(plain)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with plain.open(newline="", encoding="utf-8") as read, dense.open("w", newline="", encoding="utf-8") as written:
        lines = csv.reader(read)
        out = csv.writer(written)
        out.writerow(next(lines))
        out.writerows([_gathered(moment), *cells] for moment, *cells in lines)
    return dense


def _gathered(moment: str) -> str:
    """
    >>> _gathered("2022-11-05 08:00:00"), _gathered("2024-04-30 09:00:00")
    ('2023-10-05 08:00:00', '2024-12-30 09:00:00')
    """
    year, month, rest = moment[:4], int(moment[5:7]), moment[7:]
    return f"{'2023' if year == '2022' else year}-{ODD if month % 2 else EVEN}{rest}"


def engine_over(name: str, store: Path, druid_url: str) -> Engine:
    if name == "embedded":
        return EmbeddedEngine(store, SALES)
    return DruidEngine(store, SALES, SqlCluster(druid_url, 8, PATIENT), DruidOptions(slots=8))


@asynccontextmanager
async def application(name: str, store: Path, druid_url: str) -> AsyncIterator[Doors]:
    """Both doors, with a clock that stands still."""
    engine = engine_over(name, store, druid_url)
    settings = Settings.model_validate({"max_complexity": 10_000, "request_timeout_seconds": 60})
    app = create_app(settings, engine, clock=lambda: NOW)
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client:
            yield await open_doors(client)
    finally:
        await engine.close()
