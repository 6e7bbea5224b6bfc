"""The stream of a load's progress, read from a folder as a loader leaves it."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import AsyncIterator
from pathlib import Path

from backend.api.health import Drain
from backend.api.load_events import Watches
from backend.loads.attempts import Attempt, Wish
from backend.loads.place import Json

FIRST, NOISE, SECOND = b'{"phase":"reading"}\n', b"a library's warning\n", b'{"phase":"building"}\n'


def attempt_in(folder: Path, progress: bytes) -> Attempt:
    (folder / "progress.jsonl").write_bytes(progress)
    (folder / "alive").touch()
    return Attempt("20240101T000000-00000000", Wish("load"), "2024-01-01T00:00:00+00:00", folder)


def stream(attempt: Attempt, after: int = 0) -> AsyncIterator[bytes]:
    def document() -> Json:
        return {"state": "loaded"}

    return Watches(Drain()).stream(attempt, after, document)


def told(attempt: Attempt, after: int = 0) -> list[bytes]:
    async def whole() -> list[bytes]:
        return [event async for event in stream(attempt, after)]

    return asyncio.run(whole())[1:-1]


def test_lines_that_are_no_progress_are_left_out_and_counted(tmp_path: Path) -> None:
    attempt = attempt_in(tmp_path, FIRST + NOISE + SECOND + b'{"phase":"publ')
    assert [event.partition(b"\n")[0] for event in told(attempt)] == [b"id: 1", b"id: 3"]
    assert told(attempt, after=2) == told(attempt)[1:]
    assert told(attempt, after=3) == []


def test_each_line_is_told_once_while_the_loader_works(tmp_path: Path) -> None:
    attempt = attempt_in(tmp_path, NOISE + FIRST)

    async def watched() -> list[bytes]:
        with (tmp_path / "alive").open("rb") as alive:
            fcntl.flock(alive, fcntl.LOCK_EX)
            events = stream(attempt)
            found = [await anext(events), await anext(events)]
            with (tmp_path / "progress.jsonl").open("ab") as progress:
                progress.write(SECOND)
            found.append(await anext(events))
        return [*found, *[event async for event in events]]

    begun, *events = asyncio.run(watched())
    assert begun.startswith(b"retry")
    assert [event.partition(b"\n")[0] for event in events] == [b"id: 2", b"id: 3", b"event: end"]
