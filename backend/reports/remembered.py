"""What is computed once for a data version and row policy, in the background, and waited for by whoever asks.

In: works (a name and a function of a session). Out: their results, kept for the newest versions only. A work runs
over a lease of its own with a deadline of its own, once however many ask for it; a result is never given for another
version or policy. What fails for good is kept too; what failed for the engine's sake is tried again by the next who
asks.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog

from backend.engine.port import Lease
from backend.errors import BadQuestion, EngineTimeout, InternalError, ModelBeingFitted, SalesError, VersionGone
from backend.planner.view import Scope
from backend.reports.once import Once

if TYPE_CHECKING:
    from backend.reports.session import Session

log = structlog.get_logger("remembered")
KEPT_SNAPSHOTS = 2
KEPT_POLICIES = 32
GRACE_SECONDS = 0.25
"""Left of a request's time to say that a result is not there yet."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Work(Generic[T]):
    """`compute` answers from the session it is given; `seconds` is how long it may take."""

    name: str
    compute: Callable[[Session], Awaitable[T]]
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class _Done:
    """A result, or why there is none."""

    value: Any = None
    error: SalesError | None = None


Tasks = dict[str, asyncio.Task[_Done]]


def superseded(kept: Iterable[Scope]) -> tuple[Scope, ...]:
    """Of scopes in the order of their use, those to forget: of older versions, and of policies not used lately.

    >>> superseded([("1", "a"), ("2", "a"), ("3", "a"), ("2", "b")])
    (('1', 'a'),)
    """
    used = tuple(kept)
    newest = tuple(dict.fromkeys(version for version, _ in reversed(used)))[:KEPT_SNAPSHOTS]
    current = tuple(scope for scope in used if scope[0] in newest)
    stay = frozenset(current[-KEPT_POLICIES:])
    return tuple(scope for scope in used if scope not in stay)


class Remembered:
    """One per process. `lease` opens the newest snapshot."""

    def __init__(self, lease: Callable[[], AbstractAsyncContextManager[Lease]]) -> None:
        self._lease = lease
        self._kept: OrderedDict[Scope, Tasks] = OrderedDict()

    def start(self, work: Work[T], session: Session) -> asyncio.Task[_Done]:
        """The work over the session's version and policy: running, or done before."""
        tasks = self._kept.setdefault(session.scope, {})
        self._kept.move_to_end(session.scope)
        task = tasks.get(work.name)
        if task is None:
            task = asyncio.create_task(
                self._run(work, replace(session, asked=Once(), as_sheet=False, fields=None), tasks)
            )
            tasks[work.name] = task
            self._forget_old()
        return task

    async def recall(self, work: Work[T], session: Session, patience: float | None = None) -> T:
        """The result over the session's version; raises what the work failed by, or ModelBeingFitted.

        Waits `patience` seconds, at most until shortly before the session's deadline.
        """
        task = self.start(work, session)
        left = max(session.deadline - GRACE_SECONDS - time.monotonic(), 0)
        await asyncio.wait({task}, timeout=left if patience is None else min(left, patience))
        if not task.done():
            raise ModelBeingFitted("The model of this data version is still being fitted.")
        if task.cancelled():
            raise VersionGone("The data version has been replaced.")
        done = task.result()
        if done.error is not None:
            raise type(done.error)(done.error.message, done.error.hint, field=done.error.field)
        value: T = done.value
        return value

    async def _run(self, work: Work[T], session: Session, tasks: Tasks) -> _Done:
        """Compute once; forget what may go better next time."""
        started, wanted = time.monotonic(), session.version
        try:
            async with asyncio.timeout(work.seconds), self._lease() as lease:
                if lease.manifest.version != wanted:
                    raise VersionGone("The data version has been replaced.")
                value = await work.compute(replace(session, lease=lease, deadline=started + work.seconds))
                if any(note.is_partial for note in lease.notes()):
                    tasks.pop(work.name, None)
            log.info("remembered.computed", work=work.name, version=wanted, took_ms=_since(started))
            return _Done(value)
        except TimeoutError:
            error: SalesError = EngineTimeout(f"The model was not computed within {work.seconds:.0f} seconds.")
        except SalesError as failed:
            error = failed
        except Exception:
            log.exception("remembered.failed", work=work.name, version=wanted)
            return _Done(error=InternalError("Something went wrong on our side."))
        if not isinstance(error, BadQuestion):
            tasks.pop(work.name, None)
        log.info("remembered.refused", work=work.name, version=wanted, code=error.code, took_ms=_since(started))
        return _Done(error=error)

    def _forget_old(self) -> None:
        for key in superseded(self._kept):
            tasks = self._kept.pop(key)
            for task in tasks.values():
                task.cancel()

    def state(self) -> list[dict[str, str]]:
        """Every work by data version: RUNNING, DONE or FAILED."""
        return [
            {"version": version, "work": name, "state": _state(task)}
            for (version, _), tasks in self._kept.items()
            for name, task in tasks.items()
        ]

    async def close(self) -> None:
        """End what runs."""
        running = [task for tasks in self._kept.values() for task in tasks.values() if not task.done()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        self._kept.clear()


def _state(task: asyncio.Task[_Done]) -> str:
    if not task.done():
        return "RUNNING"
    return "FAILED" if task.cancelled() or task.result().error is not None else "DONE"


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
