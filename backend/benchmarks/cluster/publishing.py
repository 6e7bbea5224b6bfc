"""A sample published to a cluster: seconds by stage, bytes by table, memory of the cluster's processes.

In: how many lines, the addresses of a cluster. Out: `Published` and the store, ready to be asked on both engines.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click
import orjson

from backend.engine.druid.cluster import Cluster, Inquiry
from backend.planner.plan import Parameter
from druid.catalog.sales import SALES

_SIZES = (
    'SELECT COUNT(*) AS "segments", SUM("size") AS "bytes", SUM("num_rows") AS "stored" FROM sys.segments '
    'WHERE "datasource" = ? AND "is_active" = 1'
)


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    segments: int
    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Stage:
    """Rollups are built side by side, so their seconds are of waiting for each in turn."""

    name: str
    seconds: float
    lines_per_second: float


@dataclass(frozen=True, slots=True)
class Published:
    rows: int
    stages: tuple[Stage, ...]
    tables: tuple[Table, ...]
    memory_mib: Mapping[str, float]


def run(command: tuple[str, ...], settings: Mapping[str, str]) -> str:
    """Standard output of a command that must succeed; its progress is shown."""
    # a load takes every core, whatever serves answers is told
    environment = {name: value for name, value in os.environ.items() if name != "POLARS_MAX_THREADS"}
    done = subprocess.run(
        [sys.executable, "-m", "ingestion", *command],
        env={**environment, **settings},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode not in {0, 1}:
        raise click.ClickException(f"python -m ingestion {' '.join(command)} failed: {done.stdout[-2000:]}")
    return done.stdout


def load(rows: int, folder: Path, settings: Mapping[str, str]) -> tuple[Path, tuple[Stage, ...]]:
    """A fresh sample in a fresh store, published; the store and how long each stage took."""
    folder.mkdir(parents=True, exist_ok=True)
    file, store = folder / f"sample-{rows}.csv", folder / f"cluster-{rows}-{os.getpid()}"
    if not file.exists():
        run(("seed", "--rows", str(rows), "--out", str(file), "--orders"), {})
    began = time.perf_counter()
    run(("load", str(file), "--data-dir", str(store)), {"SALES_ENGINE": "embedded"})
    recorded = time.perf_counter()
    told = orjson.loads(run(("publish", "--data-dir", str(store), "--json"), settings))
    ended = time.perf_counter()
    steps = [(step["name"], float(step["seconds"])) for step in told["steps"]]
    stages = [("record", recorded - began), *steps, ("published in all", ended - recorded)]
    return store, tuple(Stage(name, seconds, rows / seconds if seconds else 0.0) for name, seconds in stages)


async def tables_of(cluster: Cluster, prefix: str) -> tuple[Table, ...]:
    """What the cluster holds of each table that was built."""
    found = []
    for name in (SALES.base, *(rollup.name for rollup in SALES.rollups)):
        inquiry = Inquiry(_SIZES, (Parameter("VARCHAR", f"{prefix}{name}"),))
        for row in (await cluster.ask(inquiry, time.monotonic() + 60)).rows():
            counts = {key: int(str(value or 0)) for key, value in row.items()}
            found.append(Table(name, counts["segments"], counts["stored"], counts["bytes"]))
    return tuple(found)
