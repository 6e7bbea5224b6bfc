"""The page under docs/benchmarks: each figure beside its limit, and the goals that were met or missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backend.benchmarks.api.driver import Driven
from backend.benchmarks.api.suite import (
    ALONE,
    BARE,
    BARE_GZIP,
    CACHED,
    CACHED_GZIP,
    CROWDED,
    EIGHT,
    LOADING,
    REPLAY,
    Asked,
    Figures,
)

Row = tuple[str, str, str, bool | None]
"""What, the figure, its limit or goal, and whether that was met."""


def page(measured: Iterable[Figures], machine: str) -> str:
    lines = ["# The served API, measured", "", f"Written by `make bench-api`. {machine}.", _HOW]
    for figures in measured:
        lines += ["", f"## {figures.name}: {figures.lines:,} lines", ""]
        lines += ["| what | figure | limit or goal | |", "| --- | --- | --- | --- |"]
        lines += [f"| {what} | {figure} | {limit} | {_mark(met)} |" for what, figure, limit, met in rows(figures)]
        lines += ["", "| run | requests/s | p50 ms | p95 ms | p99 ms | longest ms | errors | server CPU ms |"]
        lines += ["| --- | --- | --- | --- | --- | --- | --- | --- |"]
        lines += [_run(name, run) for name, run in figures.runs.items()]
    return "\n".join(lines) + "\n"


_HOW = """
wrk asks the dashboard's own GraphQL operations over loopback, on the same processors as the server: one worker,
access control, limits, log and metrics on. Errors are answers with a failure, other statuses, lost answers, and
refusals: at twice the peak those without `Retry-After`. What is kept is asked once the server is idle after its start,
compressed as browsers take it, by which the goal is judged, and plain; bare bytes are the same bytes. "By hand" is SQL
written by hand for six of the Overview's tiles over the same files,
each once for the window and once for the period before, one after the other
(`backend/benchmarks/api/by_hand.py`); the engine's time is the sum over its queries, of which several run at once. A
day's clicks are drawn with Zipf's law (exponent 1.5) over pages, periods and members: the first half is asked as
fast as it goes, the second by 16 people with pauses. Twice the peak offers 200 connections' questions, all
different, at twice the rate that eight clients were answered."""


def rows(figures: Figures) -> Iterator[Row]:
    """The figures of the issue's list, those that were measured."""
    runs = figures.runs
    for name, limit, size in ((CACHED_GZIP, BARE_GZIP, figures.gzip_bytes), (CACHED, BARE, figures.body_bytes)):
        yield from _kept(name, runs[name], _driven(runs[limit]), size)
    for name, goal in ((ALONE, 60), (EIGHT, 150)):
        run = runs[name]
        assert isinstance(run, Asked)
        is_met = run.driven.p95 < goal and not run.driven.refused + run.driven.errors
        yield f"Overview {name}, p95", f"{run.driven.p95:.0f} ms", f"under {goal} ms", is_met
        hand = run.driven.p50 / figures.hand_ms
        yield (
            "p50, and of that by hand",
            f"{run.driven.p50:.0f} ms, {hand:.2f}",
            f"by hand {figures.hand_ms:.0f} ms",
            None,
        )
        beyond = max(0.0, 1 - run.engine_ms / run.driven.p50)
        engine = f"{run.engine_ms:.0f} ms in {run.counted.queries / max(1, run.driven.requests):.1f} queries"
        if name == ALONE:
            yield "beyond the engine", f"{beyond:.2f}", f"at most 0.50; engine {engine}", beyond <= 0.5
    yield from _clicking(figures)


def _kept(name: str, cached: Asked | Driven, bare: Driven, size: int) -> Iterator[Row]:
    driven = _driven(cached)
    rate, share = driven.per_second, driven.per_second / bare.per_second
    what = f"Overview {name}, 8 clients, {size / 1000:.0f} kB"
    yield what, f"{rate:,.0f}/s", f"bare bytes {bare.per_second:,.0f}/s", None
    yield "of bare bytes", f"{share:.2f}", "0.40 or more, and 7,000/s", share >= 0.4 and rate >= 7000
    yield "p95", f"{driven.p95:.1f} ms", "under 5 ms", driven.p95 < 5


def _clicking(figures: Figures) -> Iterator[Row]:
    replay, crowd, loading = (figures.runs.get(name) for name in (REPLAY, CROWDED, LOADING))
    if isinstance(replay, Asked):
        rate = replay.counted.hit_rate
        told = "no cache" if rate is None else f"{rate:.1%}"
        limit = f"over 90 %; {1 - figures.distinct:.0%} of clicks were asked before"
        yield "a day's clicks, found in the cache", told, limit, rate is not None and rate > 0.9
        yield "p95", f"{replay.driven.p95:.1f} ms", "under 20 ms", replay.driven.p95 < 20
    if isinstance(crowd, Asked):
        told = f"{crowd.driven.answered} answered, {crowd.driven.refused} refused, {crowd.driven.errors} errors"
        is_met = crowd.driven.requests > 0 and not crowd.driven.errors
        yield f"twice the peak, {figures.offered:.0f}/s offered", told, "no errors", is_met
    if isinstance(loading, Asked):
        what = f"clicks while 1 M lines are loaded ({figures.load_seconds:.0f} s), worst p95"
        yield what, f"{loading.driven.p95:.1f} ms", "under 100 ms", loading.driven.p95 < 100
    yield "memory of the server", f"{figures.mebibytes:,.0f} MiB", "", None


def _run(name: str, run: Asked | Driven) -> str:
    driven = _driven(run)
    cpu = f"{run.cpu_ms:.2f}" if isinstance(run, Asked) else ""
    errors = driven.errors + (driven.refused if name != CROWDED else 0)
    times = " | ".join(f"{value:.1f}" for value in (driven.p50, driven.p95, driven.p99, driven.longest))
    return f"| {name} | {driven.per_second:,.1f} | {times} | {errors} | {cpu} |"


def _driven(run: Asked | Driven) -> Driven:
    return run.driven if isinstance(run, Asked) else run


def _mark(met: bool | None) -> str:
    return "" if met is None else "met" if met else "**missed**"
