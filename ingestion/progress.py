"""How a load is getting on: a bar on a terminal, a plain line every few seconds elsewhere.

In: the calls of a `Watch`. Out: text on the error stream, so that the standard output holds the report alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Protocol, Self, TextIO

import orjson

from ingestion.lock import LockNote
from ingestion.report import replaced_table
from ingestion.sink.port import ReplacedDay
from ingestion.watch import Both, Watch

SECONDS_BETWEEN_LINES = 5.0
SECONDS_BETWEEN_EVENTS = 0.2


class Told(Protocol):
    """Where lines go: a text stream, or the lock of the store."""

    def write(self, text: str, /) -> object: ...

    def flush(self) -> object: ...


class PlainWatch(Watch):
    """Lines of text. `clock` counts seconds."""

    def __init__(self, out: Told, clock: Callable[[], float] = monotonic) -> None:
        self._out = out
        self._clock = clock
        self._begun = self._told = self._stage_begun = clock()
        self._name, self._size = "store", 0
        self._stage = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to put back."""

    def on_file(self, name: str, size: int) -> None:
        self._name, self._size = name, size
        self._begun = self._told = self._clock()
        self._say(f"{name}: reading {size / 1e6:,.1f} MB")

    def on_read(self, bytes_done: int, lines: int) -> None:
        if self._is_due():
            self._say(f"{self._name}: {pace(lines, bytes_done, self._size, self._clock() - self._begun)}")

    def on_stage(self, stage: str, done: int, total: int) -> None:
        text = self._stage_text(stage, done, total)
        if self._is_due():
            self._say(f"{self._name}: {text}")

    def on_replaced(self, days: tuple[ReplacedDay, ...]) -> None:
        if days:
            self._say(replaced_table(days))

    def _stage_text(self, stage: str, done: int, total: int) -> str:
        """The stage by its name, and the time left at the speed since it began."""
        if stage != self._stage:
            self._stage, self._stage_begun = stage, self._clock()
        told = f"{stage_name(stage)}, {done:,} of {total:,}"
        seconds = self._clock() - self._stage_begun
        return f"{told}, {seconds / done * (total - done):.0f} s left" if 0 < done < total else told

    def _is_due(self) -> bool:
        now = self._clock()
        is_due = now - self._told >= SECONDS_BETWEEN_LINES
        self._told = now if is_due else self._told
        return is_due

    def _say(self, text: str) -> None:
        """A stream that was closed or is full is no reason to stop a load."""
        with suppress(OSError, ValueError):
            self._out.write(f"{text}\n")
            self._out.flush()


STAGES = {
    "base": "building months",
    "rollups": "building and proving rollups",
    "orders": "looking through orders",
    "verify": "comparing months",
    "undo": "taking the newest load back",
    "cluster.stage": "writing lines for Druid",
    "cluster.served": "waiting until Druid serves the months",
    "cluster.gone": "waiting until Druid serves taken away months no more",
    "cluster.verify": "adding up on Druid",
    "cluster.prove": "comparing rollup months on Druid",
}


def stage_name(stage: str) -> str:
    """What a stage is called.

    >>> stage_name("base"), stage_name("cluster.sales_hourly")
    ('building months', 'Druid builds sales_hourly')
    """
    return STAGES.get(stage) or stage.replace("cluster.", "Druid builds ")


def pace(lines: int, bytes_done: int, size: int, seconds: float) -> str:
    """Lines so far, their speed, and the time left at this speed.

    >>> pace(50_000, 25, 100, 2.0)
    '50,000 lines, 25 %, 25,000 lines/s, 6 s left'
    """
    share = min(bytes_done / size, 1.0) if size else 1.0
    left = seconds / share - seconds if share else 0.0
    return f"{lines:,} lines, {share:.0%}, {lines / max(seconds, 0.001):,.0f} lines/s, {left:.0f} s left".replace(
        "%,", " %,"
    )


class BarWatch(PlainWatch):
    """One bar for reading, one for building, on a terminal."""

    def __init__(self, out: TextIO) -> None:
        super().__init__(out)
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        console = Console(file=out)
        self._bars = Progress(
            TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[pace]}"), console=console
        )
        self._task = self._bars.add_task("", total=None, pace="")

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def on_file(self, name: str, size: int) -> None:
        self._name, self._size, self._begun = name, size, self._clock()
        self._bars.update(self._task, description=name, total=size, completed=0, pace="surveying")

    def on_read(self, bytes_done: int, lines: int) -> None:
        text = pace(lines, bytes_done, self._size, self._clock() - self._begun)
        self._bars.update(self._task, completed=bytes_done, pace=text)

    def on_stage(self, stage: str, done: int, total: int) -> None:
        self._bars.update(self._task, total=total, completed=done, pace=self._stage_text(stage, done, total))

    def _say(self, text: str) -> None:
        self._bars.console.print(text, markup=False, highlight=False)


class EventWatch(PlainWatch):
    """One JSON object a line, for programs: `phase` is reading, building or published, a share is of its phase.

    `stage` names the step of the building in words; `done` of `total` steps are finished.
    """

    def on_file(self, name: str, size: int) -> None:
        self._name, self._size = name, size
        self._begun = self._clock()
        self._tell({"phase": "reading", "lines": 0, "bytes": 0, "size": size, "share": 0.0}, is_first=True)

    def on_read(self, bytes_done: int, lines: int) -> None:
        seconds = max(self._clock() - self._begun, 0.001)
        share = min(bytes_done / self._size, 1.0) if self._size else 1.0
        left = seconds / share - seconds if share else None
        found = {"lines": lines, "bytes": bytes_done, "size": self._size, "share": share}
        self._tell({"phase": "reading", **found, "linesPerSecond": lines / seconds, "secondsLeft": left})

    def on_stage(self, stage: str, done: int, total: int) -> None:
        is_new = stage != self._stage
        if is_new:
            self._stage, self._stage_begun = stage, self._clock()
        seconds = self._clock() - self._stage_begun
        left = seconds / done * (total - done) if done else None
        share = done / total if total else 0.0
        told = {"phase": "building", "stage": stage_name(stage), "done": done, "total": total}
        self._tell({**told, "share": share, "secondsLeft": left}, is_first=is_new)

    def on_replaced(self, days: tuple[ReplacedDay, ...]) -> None:
        """The report says which."""

    def on_published(self, version: str) -> None:
        self._tell({"phase": "published", "version": version}, is_first=True)

    def _tell(self, event: dict[str, object], *, is_first: bool = False) -> None:
        """An event, unless the one before it was just now."""
        now = self._clock()
        if is_first or now - self._told >= SECONDS_BETWEEN_EVENTS:
            self._told = now
            self._say(orjson.dumps(event).decode())


def seen_from_outside(watch: Watch, lock: Path) -> Watch:
    """The watch, whose newest event also stands in the lock of the store: a server tells it to whoever asks."""
    return Both(watch, EventWatch(LockNote(lock)))


def watch_for(out: TextIO | None = None, form: str = "auto") -> PlainWatch:
    """A bar on a terminal, plain lines otherwise; events in JSON when asked for."""
    stream: TextIO = out or sys.stderr or StringIO()
    if form == "json":
        return EventWatch(stream)
    return BarWatch(stream) if stream.isatty() else PlainWatch(stream)
