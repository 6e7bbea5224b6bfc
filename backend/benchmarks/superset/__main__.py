"""`python -m backend.benchmarks.superset`: three charts asked of us and of Superset over one store.

Both check who asks, keep answers, and serve from one process. Charts of both are compared before anything is timed;
prints, and writes docs/benchmarks/superset.md.
"""

from __future__ import annotations

import math
import os
import signal
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import click

from backend.benchmarks.__main__ import machine_here
from backend.benchmarks.api.clicks import shop_of
from backend.benchmarks.api.driver import Driven, Driver, Load
from backend.benchmarks.api.servers import Server, fetch, our_server
from backend.benchmarks.api.suite import Bench, bench_in
from backend.benchmarks.superset.charts import Chart, charts
from backend.benchmarks.superset.rival import superset
from druid.catalog.sales import SALES
from druid.store.snapshots import Snapshot, open_snapshot

PAGE = Path("docs/benchmarks/superset.md")
SEED = 11
ASKED, COMPARED = 6000, 12
CHART_DATA = "/api/v1/chart/data"
Runs = dict[str, Driven]


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Has the store; logs are kept here.")
@click.option("--store", default="sample-store", help="The store's name in the folder.")
@click.option("--environment", type=click.Path(path_type=Path), required=True, help="Where Superset is installed.")
@click.option("--seconds", default=10, help="How long a measurement lasts.")
def main(folder: Path, store: str, environment: Path, seconds: int) -> None:
    """Measure Superset beside us."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that servers are ended on the way out
    snapshot = open_snapshot(folder / store)
    if snapshot is None:
        raise click.ClickException(f"{folder / store} holds no sales: `make bench-api` makes them.")
    shop, busy = shop_of(snapshot), os.getloadavg()[0]
    asked = list(islice(charts(shop.first, shop.last, ASKED, SEED), ASKED))
    ours, theirs = _measured(bench_in(folder, seconds), environment.absolute(), snapshot, asked)
    lines = sum(file.rows for file in snapshot.manifest.of_table(SALES.base))
    machine = f"{machine_here()}; load {busy:.1f} before and {os.getloadavg()[0]:.1f} after"
    text = page(ours, theirs, f"{datetime.now(UTC):%Y-%m-%d}, {machine}, {lines:,} lines")
    click.echo(text)
    PAGE.write_text(text)


def _measured(bench: Bench, environment: Path, snapshot: Snapshot, asked: Sequence[Chart]) -> tuple[Runs, Runs]:
    folder = bench.folder / "superset"
    with (
        superset(environment, folder, snapshot) as rival,
        our_server(snapshot.store, bench.folder / "beside-superset.log", bench.settings) as server,
    ):
        chart_data = Driver(bench.folder, rival.token, CHART_DATA)
        for chart in asked[:COMPARED]:
            here = chart.rows_of_ours(_answer(server, bench.driver, chart.ours))
            there = chart.rows_of_theirs(_answer(rival.server, chart_data, chart.theirs(rival.dataset)))
            if not _are_equal(here, there):
                raise click.ClickException(f"the answers differ: {chart}: {here} and {there}")
        theirs = _asked(chart_data, rival.server, [chart.theirs(rival.dataset) for chart in asked], bench.seconds)
        ours = _asked(bench.driver, server, [chart.ours for chart in asked], bench.seconds)
    return ours, theirs


def _answer(server: Server, driver: Driver, body: bytes) -> bytes:
    return fetch(server.port, driver.path, driver.key, body)


def _are_equal(ours: Sequence[tuple[str, float]], theirs: Sequence[tuple[str, float]]) -> bool:
    """Names in order, money to the cent of double precision."""
    same = [name for name, _ in ours] == [name for name, _ in theirs]
    return same and all(math.isclose(a, b, rel_tol=1e-9) for (_, a), (_, b) in zip(ours, theirs, strict=True))


def _asked(driver: Driver, server: Server, bodies: Sequence[bytes], seconds: int) -> Runs:
    fresh, half = bodies[COMPARED:], len(bodies) // 3
    return {
        "asked before, 8 clients": driver.run(server.port, bodies[:COMPARED], Load(8, seconds)),
        "not asked before, 1 client": driver.run(server.port, fresh[:half], Load(1, seconds)),
        "not asked before, 8 clients": driver.run(server.port, fresh[half:], Load(8, seconds)),
    }


def page(ours: Runs, theirs: Runs, about: str) -> str:
    """docs/benchmarks/superset.md."""
    lines = ["# Superset beside us", "", f"Written by `make bench-superset`. {about}.", _HOW, ""]
    lines += ["| charts | who | requests/s | times Superset | p50 ms | p95 ms | p99 ms | errors |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- | --- |"]
    for name, run in ours.items():
        other = theirs[name]
        lines += [_row(name, "here", run, f"{run.per_second / other.per_second:.1f}"), _row("", "Superset", other, "")]
    return "\n".join(lines) + "\n"


def _row(name: str, who: str, run: Driven, times: str) -> str:
    latencies = " | ".join(f"{value:.1f}" for value in (run.p50, run.p95, run.p99))
    return f"| {name} | {who} | {run.per_second:,.1f} | {times} | {latencies} | {run.errors + run.refused} |"


_HOW = """
Superset's chart data API over a DuckDB view of the very Parquet files that we serve: one gunicorn worker with eight
threads, answers kept in its memory for an hour, a signed-in person. Ours: one worker, a key, log, metrics and limits
on. wrk asks both over loopback in turn: the ten best products, the branches, and the days of a window of a week to a
year (`backend/benchmarks/superset/charts.py`); twelve charts were compared first and are equal. Our answers also carry
others, totals, coverage and proof, which are not asked for here."""


if __name__ == "__main__":
    main()
