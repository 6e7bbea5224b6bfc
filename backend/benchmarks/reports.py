"""Every report asked twenty times, uncached, against goals and hand-written SQL over the same files.

In: a loaded store. Out: a `Timed` for each report: median, 95th percentile (the second longest of twenty) and the ratio
of the medians; and the page that shows them. The SQL in `reports_by_hand.sql` is run once for each window that a
report answers; it leaves out proof, coverage, shares, ranks, warnings and the envelope.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
import duckdb

from backend.access.policy import EVERYTHING
from backend.answer import AnswerContext, RequestFacts, answer
from backend.benchmarks.rotations import TURNS, Members, rotated
from backend.engine.embedded import EmbeddedEngine
from backend.planner import make_plan
from backend.planner.view import whole
from backend.question import Comparison, ComparisonKind, Period, Question
from backend.reports.registry import reports
from backend.reports.session import Conventions
from backend.reports.spec import Arguments, ReportSpec
from druid.catalog.sales import SALES
from druid.store.manifest import Manifest
from druid.store.snapshots import open_snapshot

BY_HAND = Path(__file__).with_name("reports_by_hand.sql")
NAME = "-- name: "
GOAL_MS = 500.0
QUICK_MS = 150.0
QUICK = frozenset(("salesOverview", "salesTrends", "salespersonLeaderboard", "topProducts", "branchPerformance"))
NAMED = ("branch", "product", "customer")
NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
SECONDS = 120.0

HAND_EVERY = 4
"""By hand every fourth turn is asked: lines are read each time, which takes long."""

Taken = tuple[float, float]
"""Milliseconds by the clock and of processor time."""


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds. `first` is the report's first answer of the process; `by_hand` the median of its SQL.

    `ratio` is of the medians of the turns that are asked by hand too. `cpu` is the 95th percentile of the processor
    time of all threads: what others do on the machine is not in it.
    """

    report: str
    goal: float
    first: float
    p50: float
    p95: float
    cpu: float
    by_hand: float | None
    ratio: float | None

    @property
    def is_met(self) -> bool:
        return self.p95 <= self.goal


def statements_by_hand() -> Mapping[str, tuple[str, ...]]:
    """The hand-written statements by report."""
    sections = BY_HAND.read_text().split(NAME)[1:]
    parted = (section.partition("\n") for section in sections)
    return {name: tuple(part.strip() for part in body.split(";") if part.strip()) for name, _, body in parted}


def measure_reports(store: Path, turns: int = TURNS) -> list[Timed]:
    """Every report of the registry, one after the other, in one process."""
    snapshot = open_snapshot(store)
    if snapshot is None:
        raise click.ClickException("nothing was loaded")
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        files = [str(snapshot.path_of(file)) for file in snapshot.manifest.of_table(SALES.base)]
        connection.read_parquet(files).create_view("base")
        members = _members(connection)
        hand = {
            spec.name: _time_by_hand(connection, spec, (members, turns), snapshot.manifest) for spec in reports(SALES)
        }
    taken = asyncio.run(_time_answers(store, members, turns))
    return [_timed(name, times, hand[name]) for name, times in taken.items()]


def _timed(report: str, taken: list[Taken], by_hand: float | None) -> Timed:
    (first, _), *times = taken
    walls = [wall for wall, _ in times]
    return Timed(
        report=report,
        goal=QUICK_MS if report in QUICK else GOAL_MS,
        first=first,
        p50=statistics.median(walls),
        p95=_second_longest(walls),
        cpu=_second_longest(cpu for _, cpu in times),
        by_hand=by_hand,
        ratio=None if by_hand is None else statistics.median(walls[::HAND_EVERY]) / by_hand,
    )


def _members(connection: duckdb.DuckDBPyConnection) -> Members:
    found: dict[str, list[str]] = {}
    for name in NAMED:
        query = (
            connection.table("base")
            .filter(f"status = 'completed' AND {name} IS NOT NULL")
            .aggregate(name)
            .order(name)
            .limit(200)
        )
        found[name] = [str(member) for (member,) in query.fetchall()]
    return Members(found)


def _second_longest(times: Iterable[float]) -> float:
    """Of twenty, the 95th percentile."""
    return sorted(times)[-2]


async def _time_answers(store: Path, members: Members, turns: int) -> dict[str, list[Taken]]:
    """The first answer of each report apart, as it may compute what is kept for the version; then twenty turns."""
    engine = EmbeddedEngine(store, SALES)
    context = AnswerContext(SALES, engine, Conventions())
    try:
        async with engine.lease():
            await engine.settled()
        taken = {}
        for spec in reports(SALES):
            order = (turns, *range(turns))
            taken[spec.name] = [await _ask(context, spec, rotated(spec, turn, members)) for turn in order]
        return taken
    finally:
        await context.close()


async def _ask(context: AnswerContext, spec: ReportSpec, arguments: Arguments) -> Taken:
    facts = RequestFacts("bench", time.monotonic() + SECONDS, NOW, EVERYTHING)
    started, worked = time.perf_counter(), time.process_time()
    envelope = await answer(spec, arguments, facts, context)
    taken = (time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000
    if envelope["error"] is not None:
        raise click.ClickException(f"{spec.name}: {envelope['error']['message']}")
    return taken


def _time_by_hand(
    connection: duckdb.DuckDBPyConnection, spec: ReportSpec, asked: tuple[Members, int], manifest: Manifest
) -> float | None:
    """Median milliseconds of a report's statements over the same turns; None where there are none."""
    statements = statements_by_hand().get(spec.name)
    if statements is None:
        return None
    members, turns = asked
    times = []
    for turn in range(0, turns, HAND_EVERY):
        values = list(_values(spec, turn, members, manifest))
        started = time.perf_counter()
        for window in values:
            for statement in statements:
                used = {name: value for name, value in window.items() if f"${name}" in statement}
                connection.execute(statement, used or None).fetchall()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def _values(spec: ReportSpec, turn: int, members: Members, manifest: Manifest) -> Iterator[dict[str, object]]:
    """What the statements of each window are given."""
    arguments = rotated(spec, turn, members)
    compare = (Comparison(ComparisonKind.PREVIOUS_PERIOD),) if "compare" in spec.arguments else ()
    question = Question(("lines",), compare=compare, period=arguments.period or Period.ALL, span=arguments.span)
    plan = make_plan(question, SALES, whole(manifest), NOW)
    branches = [member for one in arguments.filters for member in one.members or ()]
    for window in plan.windows:
        yield {
            "start": datetime.fromtimestamp(window.start_ms / 1000, UTC).replace(tzinfo=None),
            "end": datetime.fromtimestamp(window.end_ms / 1000, UTC).replace(tzinfo=None),
            "branch": branches[0] if branches else None,
            "member": arguments.product_id or arguments.customer_id,
        }


def table_of_reports(timed: list[Timed]) -> str:
    """The figures as a Markdown table, the slowest against its goal first."""
    lines = [
        "| report | goal ms | p50 ms | p95 ms | p95 cpu ms | first ms | by hand ms | ratio |",
        "| --- |" + " --- |" * 7,
    ]
    for one in sorted(timed, key=lambda one: one.p95 / one.goal, reverse=True):
        mark = "" if one.is_met else " **missed**"
        hand = " | " if one.by_hand is None or one.ratio is None else f"{one.by_hand:.1f} | {one.ratio:.2f}"
        times = f"{one.p50:.1f} | {one.p95:.1f}{mark} | {one.cpu:.1f} | {one.first:.1f}"
        lines.append(f"| {one.report} | {one.goal:.0f} | {times} | {hand} |")
    return "\n".join(lines)


def page_of_reports(timed: list[Timed], store: Path, machine: str) -> str:
    """The page under docs/benchmarks."""
    snapshot = open_snapshot(store)
    files = () if snapshot is None else snapshot.manifest.of_table(SALES.base)
    missed = [one for one in timed if not one.is_met]
    verdict = "Every report meets its goal." if not missed else f"{len(missed)} of {len(timed)} reports miss theirs."
    return f"""# Every report, uncached

{datetime.now(UTC):%Y-%m-%d}, {machine}; {sum(file.rows for file in files):,} sample lines in {len(files)} months.

Each report is asked {TURNS} times in one process with arguments that turn (periods from a month to everything, half of
them for one branch; metrics, members and dimensions too), the comparison with the period before included. Nothing is
answered from a cache of answers. The goal is for the 95th percentile at 10,000,000 lines.

{table_of_reports(timed)}

{verdict} `p95 cpu` is processor time of all threads, in which other work on the machine
does not show. `first` is the first answer of the process, which may compute what is kept for the data version. `by
hand` is, over every fourth turn, DuckDB with the same threads over the same base files, with the SQL in
`backend/benchmarks/reports_by_hand.sql`; a ratio under 1 is faster than that.
"""
