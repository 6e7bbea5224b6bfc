"""The parent of several workers: starts them over one socket, starts again who dies or hangs, ends all when told to.

In: settings and the bound socket. Out: the exit code, 0 when everybody ended well. It answers nothing itself and
imports none of what does. SIGTERM and SIGINT go on to every worker at once; workers whose parent is gone end by
themselves.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import FrameType

import structlog

from backend.settings import Settings

log = structlog.get_logger("server")
SPARE_SECONDS = 30.0
"""What a stop may take beyond the time that settings give it; then workers are killed."""
PAUSE_SECONDS = 1.0
"""Least time between two starts of one worker."""
BEAT_SECONDS = 1.0
"""Between two signs of life of a worker's event loop."""
AWAY_SECONDS = 5.0
"""Who did not look for so long was stopped or asleep, and so may the workers have been."""
FAILED = 1


@dataclass(slots=True)
class Worker:
    """A process in its place. `told` says a byte once it listens, and one each second while its event loop turns."""

    place: int
    process: SpawnProcess
    told: Connection
    started_at: float = field(default_factory=time.monotonic)
    heard_at: float | None = None


class Supervisor:
    """`run` once, in the main thread."""

    def __init__(self, settings: Settings, listening: socket.socket) -> None:
        self._settings = settings
        self._listening = listening
        self._workers: list[Worker] = []
        self._told: list[int] = []
        self._has_served = False
        self._looked_at = time.monotonic()
        self._code = 0

    def run(self) -> int:
        """Returns when every worker has ended."""
        for sig in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sig, self._pass_on)
        for place in range(self._settings.workers):
            self._workers.append(self._started(place))
        while self._workers and not self._told:
            self._look()
            self._kill_hung()
        # nobody is started from here on, and a socket that nobody takes from must not take connections
        self._listening.close()
        given = self._settings.drain_seconds + self._settings.stop_seconds + SPARE_SECONDS
        end = time.monotonic() + given
        while self._workers:
            if time.monotonic() > end:
                self._kill()
                end += SPARE_SECONDS
            self._look()
        return self._code

    def _pass_on(self, sig: int, _frame: FrameType | None) -> None:
        self._told.append(sig)
        for worker in self._workers:
            _tell(worker.process, sig)

    def _started(self, place: int) -> Worker:
        context = multiprocessing.get_context("spawn")
        told, tell = context.Pipe(duplex=False)
        process = context.Process(
            target=work, args=(self._settings, self._listening, tell), name=f"worker {place}", daemon=False
        )
        process.start()
        tell.close()
        log.info("server.worker.started", worker=place, pid=process.pid)
        worker = Worker(place, process, told)
        if self._told:
            _tell(process, self._told[-1])
        return worker

    def _look(self) -> None:
        """Wait a moment for a worker to be ready or to end, and do what follows from it."""
        ends = {worker.process.sentinel: worker for worker in self._workers}
        words = {worker.told: worker for worker in self._workers if not worker.told.closed}
        for happened in wait([*ends, *words], PAUSE_SECONDS):
            if isinstance(happened, Connection):
                self._heard(words[happened])
        for worker in [worker for worker in self._workers if not worker.process.is_alive()]:
            self._ended(worker)

    def _heard(self, worker: Worker) -> None:
        try:
            worker.told.recv_bytes()
        except EOFError:
            worker.told.close()
            return
        now = time.monotonic()
        if worker.heard_at is None:
            self._has_served = True
            took_ms = round((now - worker.started_at) * 1000)
            log.info("server.worker.ready", worker=worker.place, pid=worker.process.pid, took_ms=took_ms)
        worker.heard_at = now

    def _ended(self, worker: Worker) -> None:
        self._workers.remove(worker)
        worker.told.close()
        code = worker.process.exitcode
        if self._told:
            # one that was told before it could listen ends by the signal itself
            self._code = self._code or (FAILED if code and -code not in self._told else 0)
            return
        log.warning("server.worker.ended", worker=worker.place, pid=worker.process.pid, code=code)
        if not self._has_served and code is not None and code >= 0:
            # nobody ever came as far as listening: the next would fail in the same way
            self._code = code or FAILED
            self._pass_on(signal.SIGTERM, None)
            return
        time.sleep(max(worker.started_at + PAUSE_SECONDS - time.monotonic(), 0))
        if not self._told:
            self._workers.append(self._started(worker.place))

    def _kill_hung(self) -> None:
        """A worker that listened and has been silent too long is killed, which `_look` then notices."""
        now = time.monotonic()
        was_away, self._looked_at = now - self._looked_at > AWAY_SECONDS, now
        for worker in self._workers:
            if worker.heard_at is None:
                continue
            if was_away:
                worker.heard_at = now
            elif now - worker.heard_at > self._settings.worker_silence_seconds:
                silent = round(now - worker.heard_at, 1)
                log.error("server.worker.hung", worker=worker.place, pid=worker.process.pid, silent_seconds=silent)
                worker.process.kill()
                worker.heard_at = None

    def _kill(self) -> None:
        for worker in self._workers:
            log.error("server.worker.killed", worker=worker.place, pid=worker.process.pid)
            worker.process.kill()


def _tell(process: SpawnProcess, sig: int) -> None:
    if process.pid is not None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, sig)


def work(settings: Settings, listening: socket.socket, tell: Connection) -> None:
    """The main function of a worker."""
    # Ctrl-C reaches the parent, which passes it on; a worker that had it twice would leave answers unfinished
    os.setpgid(0, 0)
    threading.Thread(target=_end_with_parent, daemon=True, name="parent").start()
    from backend.serving import answer_requests

    answer_requests(settings, listening, lambda: _beat(tell))


def _beat(tell: Connection) -> None:
    """Tell the parent now, and from now on each second, that the event loop of this process turns."""
    with suppress(OSError):  # of a parent that is gone
        tell.send_bytes(b"1")
        asyncio.get_running_loop().call_later(BEAT_SECONDS, _beat, tell)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
