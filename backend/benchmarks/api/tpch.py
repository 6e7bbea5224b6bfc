"""TPC-H as sale lines: generated, joined to one file of raw columns, and loaded through a shipped mapping.

In: a folder and a scale (1 is 6 million lines). Out: the file, a store, and a `Loaded` beside its limit: DuckDB by
itself reading the same file into one sorted Parquet file. `tpchgen-cli` is of the dependency group `bench`.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import click
import duckdb

from backend.benchmarks.__main__ import child
from druid.store.snapshots import open_snapshot

MAPPING = Path("ingestion/examples/tpch.yaml")
TABLES = ("lineitem", "orders", "customer", "nation", "region", "part", "partsupp")
LINES = """
    SELECT o_orderdate, l_orderkey, p_name, p_type, p_brand, n_name, r_name, o_clerk, c_name, c_mktsegment,
        o_orderpriority, l_quantity, l_extendedprice, l_discount, l_tax, (l_returnflag = 'R')::INTEGER AS returned,
        ps_supplycost
    FROM lineitem
    JOIN orders ON o_orderkey = l_orderkey
    JOIN customer ON c_custkey = o_custkey
    JOIN nation ON n_nationkey = c_nationkey
    JOIN region ON r_regionkey = n_regionkey
    JOIN part ON p_partkey = l_partkey
    JOIN partsupp ON ps_partkey = l_partkey AND ps_suppkey = l_suppkey
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Seconds and the loading process's highest memory; `limit` is DuckDB alone."""

    lines: int
    seconds: float
    peak_mib: float
    limit: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.limit


def sales_file(folder: Path, scale: int) -> Path:
    """The joined lines, made when they are not there yet."""
    file = folder / f"tpch-{scale}.parquet"
    if not file.exists():
        parts = folder / f"tpch-{scale}"
        generator = shutil.which("tpchgen-cli")
        if generator is None:
            raise click.ClickException("tpchgen-cli was not found: `make bench-api` brings it.")
        run(generator, "parquet", "--scale-factor", str(scale), "--output-dir", str(parts), *_only_tables())
        join(parts, file)
        shutil.rmtree(parts)
    return file


def _only_tables() -> tuple[str, ...]:
    return ("--tables", ",".join(TABLES))


def run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def join(parts: Path, file: Path) -> None:
    """One file of sale lines, every column as TPC-H has it, but `returned`: 1 where the return flag is R."""
    unfinished = file.with_suffix(".unfinished")
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2; SET memory_limit = '4GB'; SET preserve_insertion_order = false")
        connection.execute("SET temp_directory = ?", [str(parts)])
        for table in TABLES:
            connection.read_parquet(str(parts / f"{table}.parquet")).create_view(table)
        connection.execute(f"COPY ({LINES}) TO ? (FORMAT parquet, COMPRESSION zstd)", [str(unfinished)])
    unfinished.rename(file)


def load(file: Path, store: Path) -> Loaded:
    """A fresh store of the file's lines."""
    options = ("--data-dir", str(store), "--mapping", str(MAPPING))
    seconds, peak = child("-m", "ingestion", "load", str(file), *options)
    snapshot = open_snapshot(store)
    if snapshot is None:
        raise click.ClickException("nothing was loaded")
    lines = sum(one.rows for one in snapshot.manifest.of_table("sales_analytics"))
    return Loaded(lines, seconds, peak, _limit(file))


def _limit(file: Path) -> float:
    """Seconds of DuckDB alone: the same file to one sorted file, nothing checked, mapped or rolled up."""
    target = file.with_suffix(".limit")
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2; SET memory_limit = '2GB'")
        started = time.perf_counter()
        relation = connection.read_parquet(str(file)).order("o_orderdate")
        relation.write_parquet(str(target), compression="zstd")
        taken = time.perf_counter() - started
    target.unlink()
    return taken


def page(loaded: Loaded, machine: str) -> str:
    """docs/benchmarks/tpch.md."""
    rows = f"{loaded.lines:,} | {loaded.seconds:.0f} | {loaded.lines / loaded.seconds:,.0f} | {loaded.peak_mib:,.0f}"
    return f"""# TPC-H loaded as sales

Written by `make bench-api`. {machine}.

| lines | seconds | lines/s | peak MiB, limit 4,096 | DuckDB alone, s | ratio |
| --- | --- | --- | --- | --- | --- |
| {rows} | {loaded.limit:.1f} | {loaded.ratio:.2f} |

Lines of orders joined with parts, prices, customers and nations, mapped by `{MAPPING}`. DuckDB alone reads the same
file and writes one sorted file: nothing mapped, checked, balanced or rolled up.
"""
