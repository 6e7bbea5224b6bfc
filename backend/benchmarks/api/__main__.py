"""`python -m backend.benchmarks.api`: loads what is not kept, measures, prints, and writes docs/benchmarks.

Two stores of 6 million lines are measured: TPC-H and our own sample; both stay in the folder for the next run.
"""

from __future__ import annotations

import os
import shutil
import signal
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
import duckdb
import orjson

from backend.benchmarks.__main__ import child, machine_here
from backend.benchmarks.api import tpch
from backend.benchmarks.api.page import page
from backend.benchmarks.api.suite import Figures, bench_in, measure
from druid.store.snapshots import Snapshot, open_snapshot

FOLDER = Path("var/bench/api")
SAVED = Path("docs/benchmarks")
LINES = 6_000_000
LATE = 1_000_000


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER, help="Files and stores are kept here.")
@click.option("--seconds", default=8, help="How long a short measurement lasts.")
@click.option("--only", type=click.Choice(["tpch", "sample"]), help="Measure one of the stores.")
@click.option("--scale", default=1, help="TPC-H scale: 1 is 6 million lines, 10 is 60 million.")
@click.option("--loading/--no-loading", default=True, help="Also click while a file is loaded.")
def main(folder: Path, seconds: int, only: str | None, scale: int, loading: bool) -> None:
    """Measure the served API."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that servers are ended on the way out
    folder.mkdir(parents=True, exist_ok=True)
    bench = bench_in(folder, seconds)
    busy = os.getloadavg()[0]
    found = [name for name in ("tpch", "sample") if only in {None, name}]
    late = _newest(folder) if loading and scale == 1 else None
    measured = [measure(name, _tpch(folder, scale) if name == "tpch" else _own(folder), bench, late) for name in found]
    loads = f"load {busy:.1f} before and {os.getloadavg()[0]:.1f} after"
    text = page(measured, f"{datetime.now(UTC):%Y-%m-%d}, {machine_here()}, {_processor()}; {loads}")
    click.echo(text)
    _save("api" if scale == 1 else "api-60m", text, {"machine": machine_here(), "load": loads}, measured)


def _save(name: str, text: str, about: dict[str, str], measured: list[Figures]) -> None:
    (SAVED / f"{name}.md").write_text(text)
    figures = {**about, "stores": [asdict(one) for one in measured]}
    (SAVED / f"{name}.json").write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2))


def _tpch(folder: Path, scale: int) -> Snapshot:
    """The kept store, or a new one, whose load is measured."""
    store = folder / f"tpch-{scale}-store"
    kept = open_snapshot(store) if store.exists() else None
    if kept is not None:
        return kept
    busy = os.getloadavg()[0]
    loaded = tpch.load(tpch.sales_file(folder, scale), store)
    text = tpch.page(loaded, f"{datetime.now(UTC):%Y-%m-%d}, {machine_here()}, {_processor()}; load {busy:.1f} before")
    click.echo(text)
    (SAVED / f"tpch{'' if scale == 1 else '-60m'}.md").write_text(text)
    return _opened(store)


def _own(folder: Path) -> Snapshot:
    store = folder / "sample-store"
    if not store.exists():
        child("-m", "ingestion", "load", str(_sample(folder, LINES)), "--data-dir", str(store))
    return _opened(store)


def _sample(folder: Path, lines: int) -> Path:
    file = folder / f"sample-{lines}.csv"
    if not file.exists():
        child("-m", "ingestion", "seed", "--rows", str(lines), "--out", str(file), "--orders")
    return file


def _newest(folder: Path) -> Path:
    """The newest million lines of our sample, four months of it, as a file to load beside the clicks."""
    file = folder / f"late-{LATE}.csv"
    if not file.exists():
        with duckdb.connect() as connection:
            lines = connection.read_csv(str(_sample(folder, LINES)), all_varchar=True)
            lines.order("1 DESC").limit(LATE).write_csv(str(file))
    return file


def _opened(store: Path) -> Snapshot:
    snapshot = open_snapshot(store)
    if snapshot is None:
        shutil.rmtree(store)
        raise click.ClickException("nothing was loaded")
    return snapshot


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "processor unknown"
    )


if __name__ == "__main__":
    main()
