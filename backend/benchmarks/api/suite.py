"""One store measured from bare bytes to a day's clicks, each figure beside its limit of the same run.

In: a store and a folder for logs. Out: `Figures`. The server has access control on and a limit of requests that is
never reached; what it does is read from its own /metrics.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from backend.benchmarks.api.by_hand import by_hand, is_comparable
from backend.benchmarks.api.clicks import day, overviews, shop_of
from backend.benchmarks.api.counters import Counted, between, read
from backend.benchmarks.api.driver import Driven, Driver, Load, result
from backend.benchmarks.api.servers import Server, bare_server, fetch, our_server, wait_until_idle
from druid.catalog.sales import SALES
from druid.store.snapshots import Snapshot

SEED = 7
CLICKS = 6000
PEOPLE, PAUSE_MS = 16, 200.0
CROWD = 200
"""Connections of those who ask at twice the peak."""
BY_HAND = 6
GZIP = "gzip"
PLAIN_PAGE, GZIP_PAGE = "page.json", "page.json.gz"
UNREACHED = {"SALES_RATE_LIMIT_PER_MINUTE": "1000000000", "SALES_COST_PER_MINUTE": "1000000000"}

BARE, CACHED = "bare", "cached"
BARE_GZIP, CACHED_GZIP = "bare, gzip", "cached, gzip"
ALONE, EIGHT = "uncached, 1 client", "uncached, 8 clients"
REPLAY, CROWDED, LOADING = "a day's clicks", "twice the peak", "clicks while a file is loaded"


@dataclass(frozen=True, slots=True)
class Asked:
    """A run: what wrk saw, what the server counted, and the processor time that it took for a request."""

    driven: Driven
    counted: Counted
    cpu_ms: float

    @property
    def engine_ms(self) -> float:
        return self.counted.engine_ms / max(1, self.driven.requests)


@dataclass(slots=True)
class Figures:
    """`runs` by name; `hand_ms` is the Overview by hand, `offered` requests a second at twice the peak."""

    name: str
    lines: int
    runs: dict[str, Asked | Driven] = field(default_factory=dict)
    body_bytes: int = 0
    gzip_bytes: int = 0
    hand_ms: float = 0.0
    distinct: float = 0.0
    offered: float = 0.0
    load_seconds: float = 0.0
    mebibytes: float = 0.0


@dataclass(frozen=True, slots=True)
class Bench:
    """What every measurement needs; `seconds` is how long a short one lasts."""

    folder: Path
    driver: Driver
    seconds: int

    @property
    def settings(self) -> dict[str, str]:
        return {**UNREACHED, "SALES_ACCESS": "required", "SALES_ACCESS_FILE": str(self.folder / "access.yaml")}

    def ask(self, server: Server, bodies: Sequence[bytes], load: Load) -> Asked:
        before, used = read(server.port, self.driver.key), server.cpu_seconds
        driven = self.driver.run(server.port, bodies, load)
        counted = between(before, read(server.port, self.driver.key))
        return Asked(driven, counted, (server.cpu_seconds - used) * 1000 / max(1, driven.requests))


def bench_in(folder: Path, seconds: int) -> Bench:
    """A bench with a key of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "access.yaml"
    file.unlink(missing_ok=True)
    command = [sys.executable, "-m", "backend.access", "add", "--name", "bench", "--role", "admin", "--rows", "all"]
    environment = {**os.environ, "SALES_ACCESS_FILE": str(file)}
    said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return Bench(folder, Driver(folder, said.stdout.split()[0]), seconds)


def measure(name: str, snapshot: Snapshot, bench: Bench, late: Path | None) -> Figures:
    """Everything over one store; `late` is a file to load while people click, None leaves that out."""
    shop = shop_of(snapshot)
    figures = Figures(name, sum(file.rows for file in snapshot.manifest.of_table(SALES.base)))
    questions = overviews(shop, 120 * bench.seconds, SEED)
    clicks = day(shop, CLICKS, SEED)
    figures.distinct = len(set(clicks)) / len(clicks)
    figures.hand_ms = statistics.median(by_hand(snapshot, list(filter(is_comparable, questions))[: BY_HAND + 1]))
    with our_server(snapshot.store, bench.folder / f"{name}.log", bench.settings) as server:
        _ask_overviews(figures, questions, bench, server)
        _ask_clicks(figures, clicks, bench, server)
        _crowd(figures, overviews(shop, 120 * bench.seconds, SEED + 1), bench, server)
        figures.mebibytes = server.mebibytes
    for run, page, coding in ((BARE, PLAIN_PAGE, "-"), (BARE_GZIP, GZIP_PAGE, GZIP)):
        with bare_server(bench.folder / page, bench.folder / "bare.log") as server:
            load = Load(8, bench.seconds, looks=False, coding=coding)
            figures.runs[run] = bench.driver.run(server.port, questions[:1], load)
    if late is not None:
        _click_while_loading(figures, snapshot, bench, (clicks, late))
    return figures


def _ask_overviews(figures: Figures, questions: Sequence[bytes], bench: Bench, server: Server) -> None:
    _ask_kept(figures, questions[:1], bench, server)
    half = len(questions) // 2
    figures.runs[ALONE] = bench.ask(server, questions[1:half], Load(1, 2 * bench.seconds))
    figures.runs[EIGHT] = bench.ask(server, questions[half:], Load(8, 2 * bench.seconds))


def _ask_kept(figures: Figures, question: Sequence[bytes], bench: Bench, server: Server) -> None:
    """One question again and again, plain and as browsers take it; its bytes are kept for the bare application."""
    fetch(server.port, "/graphql", bench.driver.key, question[0], GZIP)  # the second asker is why it is packed
    fetch(server.port, "/graphql", bench.driver.key, question[0], GZIP)
    wait_until_idle(server)
    plain = fetch(server.port, "/graphql", bench.driver.key, question[0])
    packed = fetch(server.port, "/graphql", bench.driver.key, question[0], GZIP)
    (bench.folder / PLAIN_PAGE).write_bytes(plain)
    (bench.folder / GZIP_PAGE).write_bytes(packed)
    figures.body_bytes, figures.gzip_bytes = len(plain), len(packed)
    figures.runs[CACHED] = bench.ask(server, question, Load(8, bench.seconds, looks=False))
    figures.runs[CACHED_GZIP] = bench.ask(server, question, Load(8, bench.seconds, looks=False, coding=GZIP))


def _ask_clicks(figures: Figures, clicks: Sequence[bytes], bench: Bench, server: Server) -> None:
    """The first half of the day as fast as it goes, then the second as people ask."""
    half = len(clicks) // 2
    bench.ask(server, clicks[:half], Load(PEOPLE, 3 * bench.seconds))
    figures.runs[REPLAY] = bench.ask(server, clicks[half:], Load(PEOPLE, 2 * bench.seconds, PAUSE_MS))


def _crowd(figures: Figures, questions: Sequence[bytes], bench: Bench, server: Server) -> None:
    """Twice what eight clients were answered, all different questions: what cannot be answered must be refused well."""
    eight = figures.runs[EIGHT]
    assert isinstance(eight, Asked)
    figures.offered = 2 * max(1.0, eight.driven.per_second)
    load = Load(CROWD, bench.seconds, 1000 * CROWD / figures.offered)
    figures.runs[CROWDED] = bench.ask(server, questions, load)


def _click_while_loading(
    figures: Figures, snapshot: Snapshot, bench: Bench, given: tuple[Sequence[bytes], Path]
) -> None:
    clicks, late = given
    store = bench.folder / f"{figures.name}-loading"
    shutil.rmtree(store, ignore_errors=True)
    shutil.copytree(snapshot.store, store)
    with our_server(store, bench.folder / f"{figures.name}-loading.log", bench.settings) as server:
        bench.ask(server, clicks, Load(PEOPLE, 3 * bench.seconds))
        before, used = read(server.port, bench.driver.key), server.cpu_seconds
        loader = subprocess.Popen([sys.executable, "-m", "ingestion", "load", str(late), "--data-dir", str(store)])
        started, runs = time.monotonic(), list[Driven]()
        while loader.poll() is None:
            load = Load(PEOPLE, bench.seconds, PAUSE_MS)
            runs.append(result(bench.driver.start(server.port, clicks, load)))
        figures.load_seconds = time.monotonic() - started
        counted = between(before, read(server.port, bench.driver.key))
        worst = max(runs, key=lambda run: run.p95)
        asked = sum(run.requests for run in runs)
        figures.runs[LOADING] = Asked(worst, counted, (server.cpu_seconds - used) * 1000 / asked)
    shutil.rmtree(store)
    if loader.returncode not in {0, 1}:
        raise click.ClickException("the load beside the clicks failed")
