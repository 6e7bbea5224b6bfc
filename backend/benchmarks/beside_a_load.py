"""What readers notice of a load: how long answers take while nothing loads, beside a load, and beside one that yields.

`python -m backend.benchmarks.beside_a_load [--rows 200000] [--loads 3]`. One server of two workers over a sample, four
readers who ask REST questions at a steady pace, the real loading command in between. Prints percentiles and their
ratios to those of the quiet time of the same run; nothing is judged.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import click

from backend.examples.serving import serving

READERS = 4
PAUSE_SECONDS = 0.2
"""Between two questions of one reader."""
PATHS = (
    "/api/kpis/sales-overview?period=ALL",
    "/api/kpis/product-lines?period=YEAR",
    "/api/kpis/branch-performance?period=LAST_12_MONTHS",
    "/api/kpis/top-customers?period=YEAR&limit=10",
)
YIELDING = 10
SERVER = {"SALES_WORKERS": "2", "SALES_RATE_LIMIT_PER_MINUTE": "0", "SALES_COST_PER_MINUTE": "0"}


@dataclass(slots=True)
class Readers:
    """Milliseconds of each answer, by the phase in which it was asked."""

    port: int
    phase: str = "start"
    took: dict[str, list[float]] = field(default_factory=dict)
    is_over: bool = False

    def ask_on(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while not self.is_over:
            phase, began = self.phase, time.perf_counter()
            connection.request("GET", PATHS[number % len(PATHS)], headers={"Host": "localhost"})
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                self.took.setdefault(phase, []).append((time.perf_counter() - began) * 1000)
            number += 1
            time.sleep(PAUSE_SECONDS)
        connection.close()


def ingestion(*words: str, niceness: int = 0) -> None:
    """The real command; it must succeed, with or without lines set aside."""
    process = subprocess.Popen([sys.executable, "-m", "ingestion", *words], stdout=subprocess.DEVNULL)
    os.setpriority(os.PRIO_PROCESS, process.pid, niceness)
    if process.wait() not in {0, 1}:
        raise click.ClickException(f"python -m ingestion {words[0]} failed")


def percentile(took: list[float], part: float) -> float:
    return sorted(took)[min(int(len(took) * part), len(took) - 1)]


@click.command()
@click.option("--rows", default=200_000, help="Lines of the sample and of each file that is loaded.")
@click.option("--loads", default=3, help="Loads of each kind.")
def main(rows: int, loads: int) -> None:
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        files = [folder / f"sample-{number}.csv" for number in range(2 * loads + 1)]
        for number, file in enumerate(files):
            ingestion("seed", "--rows", str(rows + number), "--out", str(file), "--orders")
        store = folder / "store"
        ingestion("load", str(files[0]), "--data-dir", str(store))
        with serving(store, SERVER) as address:
            readers = Readers(int(address.rpartition(":")[2]))
            measure(readers, store, files[1:])
    tell(readers.took)


def measure(readers: Readers, store: Path, files: list[Path]) -> None:
    """Loads of both kinds in turn, a quiet time as long as each before it."""
    threads = [threading.Thread(target=readers.ask_on, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    time.sleep(3)
    took = 5.0
    for number, file in enumerate(files):
        readers.phase = "quiet"
        time.sleep(took)
        niceness = YIELDING if number % 2 else 0
        readers.phase, began = f"beside a load at niceness {niceness}", time.monotonic()
        ingestion("load", str(file), "--data-dir", str(store), "--mode", "replace", niceness=niceness)
        took = time.monotonic() - began
    readers.is_over = True
    for thread in threads:
        thread.join()


def tell(took: dict[str, list[float]]) -> None:
    quiet = took["quiet"]
    click.echo(f"machine load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    for phase, measured in took.items():
        parts = [
            f"p{round(part * 100)} {percentile(measured, part):.1f} ms "
            f"({percentile(measured, part) / percentile(quiet, part):.2f} x quiet)"
            for part in (0.5, 0.95, 0.99)
        ]
        click.echo(f"{phase}: {len(measured)} answers, {', '.join(parts)}")


if __name__ == "__main__":
    main()
