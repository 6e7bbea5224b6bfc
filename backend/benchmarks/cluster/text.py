"""The figures of the Druid bench as a Markdown page.

In: what was measured, by size. Out: text; nothing is computed here but ratios and sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from backend.benchmarks.cluster.asking import Asked, Spread
from backend.benchmarks.cluster.publishing import Published

GOAL = 1.3

_NOTES = f"""
`ours` is a whole answer on Druid (plan, statements, checks, frame, report, envelope); `bare` the same statements sent
to the broker by themselves, all at once, their answers read and not parsed; the goal is an overhead of at most {GOAL}.
`cold` is the first answer to that question. `rollup` and `lines` are bare calls without caches: the statements as
routed, and the same question over the sale lines alone. Milliseconds are medians of rounds in which every way was asked
once, in an order drawn anew; in brackets the quartiles.
"""


def page(title: str, measured: Sequence[tuple[Published, list[Asked]]]) -> str:
    lines = ["# Druid", "", f"{title}."]
    for published, asked in measured:
        lines += ["", f"## {published.rows:,} lines", "", *_stages(published), "", *_tables(published)]
        lines += ["", *_memory(published), "", *_answers(asked), "", _sum(asked)]
    return "\n".join(lines) + "\n" + _NOTES


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _stages(published: Published) -> Iterator[str]:
    head = ("stage of the load", "seconds", "lines/s")
    rows = ((s.name, f"{s.seconds:.1f}", f"{s.lines_per_second:,.0f}") for s in published.stages if s.name != "proof")
    return _rows(head, rows)


def _tables(published: Published) -> Iterator[str]:
    head = ("table on the cluster", "segments", "rows", "MiB", "bytes a row")
    rows = (
        (t.name, f"{t.segments}", f"{t.rows:,}", f"{t.bytes / 2**20:.1f}", f"{t.bytes / t.rows:.1f}")
        for t in published.tables
        if t.rows
    )
    return _rows(head, rows)


def _memory(published: Published) -> Iterator[str]:
    if published.memory_mib:
        told = ", ".join(f"{name} {mib:,.0f}" for name, mib in published.memory_mib.items())
        yield f"Resident memory after the questions, MiB: {told}; {sum(published.memory_mib.values()):,.0f} in all."


def _answers(asked: Sequence[Asked]) -> Iterator[str]:
    head = (
        "question",
        "statements",
        "cold",
        "ours",
        "bare",
        "overhead",
        "embedded",
        "rollup",
        "lines",
        "lines : rollup",
    )
    rows = (
        (
            *(a.name, f"{a.statements}", f"{a.cold:.0f}", _spread(a.ours), _spread(a.bare), f"{a.overhead:.2f}"),
            *(f"{a.embedded.median:.1f}", f"{a.rollup.median:.1f}", f"{a.lines.median:.1f}"),
            f"{a.lines.median / a.rollup.median:.1f}",
        )
        for a in asked
    )
    return _rows(head, rows)


def _spread(spread: Spread) -> str:
    return f"{spread.median:.1f} ({spread.low:.1f}-{spread.high:.1f})"


def _sum(asked: Sequence[Asked]) -> str:
    ours, bare = sum(a.ours.median for a in asked), sum(a.bare.median for a in asked)
    within = sum(a.overhead <= GOAL for a in asked)
    return (
        f"All questions: ours {ours:.0f} ms, bare {bare:.0f} ms, overhead {ours / bare:.2f}; "
        f"{within} of {len(asked)} within {GOAL}."
    )
