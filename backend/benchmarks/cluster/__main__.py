"""The Druid bench: `python -m backend.benchmarks.cluster [--rows 1000000 --rows 10000000]`.

In: a local Druid of its own, or with `--url` one that runs (`--broker` is then where the bare calls go). Out: printed
tables, and docs/benchmarks/druid.md and .json. Samples stay in var/bench for the next run, stores do not.
"""

from __future__ import annotations

import asyncio
import os
import platform
import secrets
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict, Unpack

import click
import orjson

from backend.benchmarks.cluster.asking import Asked, measure_all
from backend.benchmarks.cluster.publishing import Published, Table, load, tables_of
from backend.benchmarks.cluster.text import page
from backend.engine.druid.engine import DruidOptions
from backend.engine.druid.sql_cluster import SqlCluster
from druid.cluster.errors import ClusterError
from druid.cluster.instance import Instance
from druid.cluster.runtime import status
from druid.cluster.temporary import temporary_cluster

WORK = Path("var/bench")
SAVED = Path("docs/benchmarks")


class Where(TypedDict):
    """Addresses of a cluster that runs already."""

    url: str | None
    broker: str | None


@dataclass(frozen=True, slots=True)
class Site:
    """Where questions go, where the bare calls go, and the cluster itself when it is our own."""

    router: str
    broker: str
    instance: Instance | None = None

    def memory(self) -> Mapping[str, float]:
        """Resident MiB by process."""
        if self.instance is None:
            return {}
        services = status(self.instance).services
        return {one.name: round(one.resident_bytes / 2**20) for one in services if one.resident_bytes}


@contextmanager
def site_of(url: str | None, broker: str | None) -> Iterator[Site]:
    """The cluster that is named, else a new one, gone afterwards."""
    if url is not None:
        yield Site(url, broker or url)
        return
    with temporary_cluster(lambda said: click.echo(said, err=True)) as (instance, addresses):
        yield Site(addresses.router, addresses.broker, instance)


def measure(site: Site, rows: int, rounds: int, work: Path) -> tuple[Published, list[Asked]]:
    """One size: published once, asked many times; the store is removed."""
    prefix = f"bench{secrets.token_hex(3)}_"
    settings = {"SALES_ENGINE": "druid", "SALES_DRUID_URL": site.router, "SALES_DRUID_PREFIX": prefix}
    store, stages = load(rows, work, settings)
    try:
        tables = asyncio.run(sizes(site.router, prefix))
        asked = asyncio.run(measure_all(store, site.router, site.broker, DruidOptions(), rounds))
        return Published(rows, stages, tables, site.memory()), asked
    finally:
        shutil.rmtree(store, ignore_errors=True)


async def sizes(url: str, prefix: str) -> tuple[Table, ...]:
    cluster = SqlCluster(url, 4)
    try:
        return await tables_of(cluster, prefix)
    finally:
        await cluster.close()


def load_of_machine() -> str:
    """How busy the machine is: others' work makes every figure worse."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


@click.command()
@click.option("--rows", multiple=True, type=click.IntRange(min=1000), default=(1_000_000, 10_000_000))
@click.option("--rounds", default=15, show_default=True, help="How often each question is asked each way.")
@click.option("--url", help="Router of a running Druid; without it one is started, and ended afterwards.")
@click.option("--broker", help="Broker for the bare calls; without it they go where questions go.")
@click.option("--work", type=click.Path(path_type=Path, file_okay=False), default=WORK, help="Folder of samples.")
@click.option("--save/--no-save", default=True, help="Write docs/benchmarks/druid.md and .json.")
def main(*, rows: tuple[int, ...], rounds: int, work: Path, save: bool, **where: Unpack[Where]) -> None:
    """Measure, print and save."""
    busy = load_of_machine()
    try:
        with site_of(where["url"], where["broker"]) as site:
            measured = [measure(site, count, rounds, work) for count in rows]
    except ClusterError as failed:
        click.echo(failed.text(), err=True)
        sys.exit(2)
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, load {busy} at the start, {rounds} rounds"
    text = page(f"{datetime.now(UTC):%Y-%m-%d}, {machine}", measured)
    click.echo(text)
    if save:
        SAVED.mkdir(parents=True, exist_ok=True)
        (SAVED / "druid.md").write_text(text, encoding="utf-8")
        sizes_measured = [
            {"published": asdict(published), "answers": [{**asdict(a), "overhead": a.overhead} for a in asked]}
            for published, asked in measured
        ]
        document = {"machine": machine, "sizes": sizes_measured}
        (SAVED / "druid.json").write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2))


if __name__ == "__main__":
    main()
