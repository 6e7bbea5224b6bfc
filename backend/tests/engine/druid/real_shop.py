"""A shop on a real Druid: sales of the Superstore file, loaded by the loader's command, asked through the real doors.

Comes in: the address of a cluster, months of 2017. Goes out: `Published` (the store and its datasources) and `Shop`
(the application over them). Sums by hand are those of the file.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from csv import DictReader, DictWriter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx

from backend.app import create_app
from backend.engine.druid.engine import DruidEngine, DruidOptions
from backend.engine.druid.sql_cluster import SqlCluster
from backend.settings import Settings
from backend.tests.asking import ROOT
from druid.catalog.sales import SALES
from druid.store.serving import newest_serving

Json = Any
Line = dict[str, str]
FILE = ROOT / "ingestion/tests/data/superstore.csv"
MAPPING = ROOT / "ingestion/examples/superstore.yaml"
YEAR = "2017"
TRENDS = "/api/kpis/sales-trends?startDate=2017-01-01&endDate=2017-08-31&grain=MONTH&metric=REVENUE&compare=NONE"
JUNE = "2017-05-31T21:00:00.000Z", "2017-06-30T21:00:00.000Z"
HEALING_SECONDS = 120.0
SECONDS = 60


def month_of(line: Line) -> int:
    """The month of a line of the year, 0 of any other."""
    year, month, _ = line["Order Date"].split("-")
    return int(month) if year == YEAR else 0


def sales(*months: int) -> list[Line]:
    """The file's lines of these months of the year."""
    with FILE.open(newline="") as lines:
        return [line for line in DictReader(lines) if month_of(line) in months]


def by_month(lines: list[Line]) -> dict[int, Decimal]:
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[month_of(line)] += Decimal(line["Sales"])
    return dict(sums)


def points_of(envelope: Json) -> dict[int, Decimal]:
    """Revenue by month of the year, as an answer to TRENDS tells it; months without a line are left out."""
    points = envelope["data"]["points"]
    return {int(p["timestamp"][5:7]): Decimal(str(p["value"])) for p in points if p["value"]}


@dataclass(frozen=True)
class Published:
    """A store and the datasources that serve it."""

    folder: Path
    prefix: str
    url: str

    @property
    def store(self) -> Path:
        return self.folder / "store"

    def command(self, lines: list[Line], *options: str) -> tuple[list[str], dict[str, str]]:
        """The loader's command for these lines, and its environment."""
        file = self.folder / f"sales-{len(list(self.folder.iterdir()))}.csv"
        with file.open("w", newline="") as out:
            writer = DictWriter(out, list(lines[0]))
            writer.writeheader()
            writer.writerows(lines)
        words = [sys.executable, "-m", "ingestion", "load", str(file), "--mapping", str(MAPPING)]
        settings = {"SALES_ENGINE": "druid", "SALES_DRUID_URL": self.url, "SALES_DRUID_PREFIX": self.prefix}
        return [*words, "--data-dir", str(self.store), *options], {**os.environ, **settings}

    def load(self, lines: list[Line], *options: str) -> None:
        words, environment = self.command(lines, *options)
        done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def segment_of_june(self, table: str) -> str:
        serving = newest_serving(self.store)
        assert serving is not None
        version = next(m.version for m in serving.of_table(table) if m.month == "2017-06")
        return f"{self.prefix}{table}_{JUNE[0]}_{JUNE[1]}_{version}"

    def drop(self, table: str) -> None:
        """June of a table is served no longer."""
        self._post(f"{self.prefix}{table}/markUnused", {"interval": "/".join(JUNE)}).raise_for_status()

    def give_back(self, table: str, segment: str) -> None:
        # Druid 33 does this and then fails to say so; whoever calls sees by asking whether it is served again
        self._post(f"{self.prefix}{table}/segments/{segment}", None)

    def _post(self, path: str, body: Json) -> httpx.Response:
        with httpx.Client(base_url=self.url, timeout=30, trust_env=False) as router:
            return router.post(f"/druid/coordinator/v1/datasources/{path}", json=body)


@dataclass(frozen=True)
class Shop:
    engine: DruidEngine
    cluster: SqlCluster
    client: httpx.AsyncClient

    async def get(self, address: str) -> tuple[int, Json]:
        response = await self.client.get(address)
        return response.status_code, response.json()

    async def months(self) -> dict[int, Decimal]:
        """A whole answer's revenue by month."""
        status, envelope = await self.get(TRENDS)
        assert status == 200, envelope
        assert envelope["metadata"]["complete"], envelope["metadata"]
        return points_of(envelope)

    async def tables(self) -> set[str]:
        _, envelope = await self.get(TRENDS)
        return {part["table"] for part in envelope["metadata"]["source"]["parts"]}

    async def until(self, is_so: Callable[[Json], bool], address: str = "/api/health/druid") -> Json:
        """Ask until the answer is as it should be; its body."""
        deadline = time.monotonic() + HEALING_SECONDS
        while not is_so(body := (await self.get(address))[1]):
            assert time.monotonic() < deadline, body
            await asyncio.sleep(0.5)
        return body


@asynccontextmanager
async def opened(
    published: Published, url: str | None = None, *, stale_seconds: int = 0, seconds: int = SECONDS
) -> AsyncIterator[Shop]:
    """The application over the published store; `url` is another way to the same cluster, `seconds` a request's."""
    address = url or published.url
    cluster = SqlCluster(address, 8)
    engine = DruidEngine(published.store, SALES, cluster, DruidOptions(8, address, stale_seconds))
    settings = Settings(
        cache_megabytes=0,
        _env_file=None,  # type: ignore[call-arg]
        data_dir=published.store,
        engine="druid",
        druid_url=address,
        currency="USD",
        request_timeout_seconds=seconds,
        serve_stale_seconds=stale_seconds,
    )
    transport = httpx.ASGITransport(create_app(settings, engine))
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            yield Shop(engine, cluster, client)
    finally:
        await engine.close()
