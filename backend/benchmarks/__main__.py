"""The bench: load and ask N million sample lines, print ratios, save them under docs/benchmarks/.

`python -m backend.benchmarks [--rows 1000000 --rows 10000000]`. Limits of the same run: DuckDB reading the same CSV
into Parquet by itself (load), and hand-written SQL over the same files (answers). Memory is the loading process's
own peak, as the operating system counts it.
"""

from __future__ import annotations

import asyncio
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click
import duckdb
import orjson

from backend.access.policy import EVERYTHING
from backend.answer import AnswerContext, RequestFacts, answer
from backend.benchmarks.questions import TYPICAL, Typical, statements_by_hand
from backend.benchmarks.reports import measure_reports, page_of_reports, table_of_reports
from backend.engine.embedded import EmbeddedEngine
from backend.reports.registry import reports
from backend.reports.session import Conventions
from druid.catalog.sales import SALES
from druid.store.snapshots import open_snapshot

WARM_RUNS = 7
WORK = Path("var/bench")
SAVED = Path("docs/benchmarks")


@dataclass(frozen=True, slots=True)
class Load:
    rows: int
    seconds: float
    lines_per_second: float
    peak_mib: float
    limit_seconds: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Asked:
    """Milliseconds; `cold` is the first answer of a fresh process, `warm` and `limit` are medians."""

    name: str
    cold: float
    warm: float
    limit: float
    ratio: float


def child(*command: str) -> tuple[float, float]:
    """Seconds and peak MiB of a process that must succeed."""
    started = time.perf_counter()
    pid = os.posix_spawn(sys.executable, [sys.executable, *command], os.environ)
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) not in {0, 1}:
        raise click.ClickException(f"python {' '.join(command)} failed")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def measure_load(rows: int) -> tuple[Load, Path]:
    """Load a fresh sample into a fresh store."""
    WORK.mkdir(parents=True, exist_ok=True)
    file, store = WORK / f"sample-{rows}.csv", WORK / f"store-{rows}-{os.getpid()}"
    if not file.exists():
        child("-m", "ingestion", "seed", "--rows", str(rows), "--out", str(file), "--orders")
    seconds, peak = child("-m", "ingestion", "load", str(file), "--data-dir", str(store))
    limit = limit_of_load(file)
    return Load(rows, seconds, rows / seconds, peak, limit, seconds / limit), store


def limit_of_load(file: Path) -> float:
    """DuckDB alone: the same CSV to one sorted Parquet file, types guessed, nothing checked."""
    target = WORK / "limit.parquet"
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        connection.execute("SET memory_limit = '2GB'")
        relation = connection.read_csv(str(file))
        started = time.perf_counter()
        relation.order("__time").write_parquet(str(target), compression="zstd")
        return time.perf_counter() - started


def milliseconds(work: Callable[[], object], runs: int) -> list[float]:
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def limits_of_answers(store: Path) -> dict[str, float]:
    """Median time of each question's hand-written SQL over the base files, warm."""
    snapshot = open_snapshot(store)
    if snapshot is None:
        raise click.ClickException("nothing was loaded")
    files = [str(snapshot.path_of(file)) for file in snapshot.manifest.of_table(SALES.base)]
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        connection.read_parquet(files).create_view("base")
        return {
            name: statistics.median(milliseconds(partial(run_all, connection, statements), WARM_RUNS))
            for name, statements in statements_by_hand().items()
        }


def run_all(connection: duckdb.DuckDBPyConnection, statements: Sequence[str]) -> None:
    for statement in statements:
        connection.execute(statement).fetchall()


async def ask(context: AnswerContext, typical: Typical) -> float:
    """Milliseconds of one answer, which must succeed."""
    spec = next(spec for spec in reports(context.catalog) if spec.name == typical.report)
    started = time.perf_counter()
    facts = RequestFacts("bench", time.monotonic() + 120, datetime.now(UTC), EVERYTHING)
    envelope = await answer(spec, typical.arguments, facts, context)
    taken = (time.perf_counter() - started) * 1000
    if envelope["error"] is not None:
        raise click.ClickException(f"{typical.name}: {envelope['error']['message']}")
    return taken


async def cold_and_warm(store: Path, typical: Typical) -> tuple[float, float]:
    """A fresh engine's first answer, then the median of later ones."""
    engine = EmbeddedEngine(store, SALES)
    try:
        context = AnswerContext(SALES, engine, Conventions())
        async with engine.lease():
            cold = await ask(context, typical)
            warm = [await ask(context, typical) for _ in range(WARM_RUNS)]
        return cold, statistics.median(warm)
    finally:
        await engine.close()


def measure_answers(store: Path) -> list[Asked]:
    limits = limits_of_answers(store)
    asked = []
    for typical in TYPICAL:
        cold, warm = asyncio.run(cold_and_warm(store, typical))
        limit = limits[typical.name]
        asked.append(Asked(typical.name, cold, warm, limit, warm / limit))
    return asked


def table(loads: list[Load], asked: list[Asked]) -> str:
    """The figures as two Markdown tables."""
    lines = [
        "| lines | seconds | lines/s | peak MiB | DuckDB alone, s | ratio |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {x.rows:,} | {x.seconds:.1f} | {x.lines_per_second:,.0f} | {x.peak_mib:,.0f} | {x.limit_seconds:.1f} "
        f"| {x.ratio:.2f} |"
        for x in loads
    ]
    lines += ["", "| question | cold ms | warm ms | by hand ms | warm ratio |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| {a.name} | {a.cold:.1f} | {a.warm:.1f} | {a.limit:.1f} | {a.ratio:.2f} |" for a in asked]
    return "\n".join(lines)


@click.command()
@click.option("--rows", multiple=True, type=int, default=(1_000_000, 10_000_000), show_default=True)
@click.option("--store", type=click.Path(exists=True, file_okay=False, path_type=Path), help="ask a loaded store only")
def main(rows: tuple[int, ...], store: Path | None) -> None:
    """Measure, print and save."""
    if store is None:
        store = measure_spine(rows)
    save_reports(store)


def measure_spine(rows: tuple[int, ...]) -> Path:
    """Loads, and typical questions over the largest; returns its store."""
    loads, store = [], WORK
    for count in rows:
        load, store = measure_load(count)
        loads.append(load)
    asked = measure_answers(store)
    machine = machine_here()
    SAVED.mkdir(parents=True, exist_ok=True)
    title = f"# Loading and answering\n\n{datetime.now(UTC):%Y-%m-%d}, {machine}; answers over {max(rows):,} lines.\n"
    note = "\nA ratio under 1 is faster than the named limit: DuckDB alone for loads, hand-written SQL for answers.\n"
    text = f"{title}\n{table(loads, asked)}\n{note}"
    (SAVED / "spine.md").write_text(text)
    figures = {"machine": machine, "loads": [asdict(x) for x in loads], "answers": [asdict(a) for a in asked]}
    (SAVED / "spine.json").write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2))
    click.echo(text)
    return store


def machine_here() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = f"Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {versions}"


def save_reports(store: Path) -> None:
    """Every report against its goal; the busy machine shows in the load at the beginning and the end."""
    before = os.getloadavg()[0]
    timed = measure_reports(store)
    busy = f"load {before:.1f} before and {os.getloadavg()[0]:.1f} after"
    SAVED.mkdir(parents=True, exist_ok=True)
    (SAVED / "reports.md").write_text(page_of_reports(timed, store, f"{machine_here()}, {busy}"))
    figures = {"machine": machine_here(), "load": busy, "reports": [asdict(one) for one in timed]}
    (SAVED / "reports.json").write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2))
    click.echo(table_of_reports(timed))


if __name__ == "__main__":
    main()
