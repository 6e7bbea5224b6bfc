"""The one way to data: an `Engine` runs statements over a snapshot that a request holds from start to end.

An engine is opened by the application and closed by it. `lease()` picks the newest snapshot and keeps it readable
until released, so that one answer never mixes two data versions.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, runtime_checkable

import polars as pl

from backend.planner.plan import Note, Statement
from druid.store.manifest import Manifest


class Lease(Protocol):
    """A snapshot held open. `table_rows` gives the stored rows of a table, to prefer the cheapest."""

    @property
    def manifest(self) -> Manifest: ...

    @property
    def fallback(self) -> str | None:
        """Why the newest manifest is not the one in use, None when it is."""
        ...

    def notes(self) -> tuple[Note, ...]:
        """What must be said of an answer once its statements have run: a load is under way, or waits.

        An answer with a note that `is_partial` is marked `complete: false` and kept nowhere.
        """
        ...

    async def run(self, statement: Statement, deadline: float) -> pl.DataFrame:
        """All result rows, columns named as in the statement.

        Text columns are String, leaf measures Int64 (instants Datetime("ms") naive UTC), `bucket` Datetime("ms")
        naive UTC. `deadline` is `time.monotonic()` seconds. Raises EngineTimeout, EngineFailed, Overloaded.
        Cancelling the task interrupts the statement. VersionGone asks for the whole answer to be planned again over
        a new lease.
        """
        ...


class Engine(Protocol):
    """`name` is shown in answers; `lease` raises NoData when nothing was ever loaded."""

    @property
    def name(self) -> str: ...

    def lease(self) -> AbstractAsyncContextManager[Lease]: ...

    async def edition(self) -> str | None:
        """A name for all that a lease taken now would answer from: as long as it stays, so do answers.

        It begins with the data version. None while answers may not be kept, as after a fallback. Costs no more than
        a look at a folder once the newest snapshot is open. Raises what `lease` raises.
        """
        ...

    async def health(self) -> dict[str, object]: ...

    async def close(self) -> None: ...


@runtime_checkable
class Settling(Protocol):
    """An engine that goes on preparing a snapshot after it was opened."""

    async def settled(self) -> None:
        """Wait until all is prepared that can be."""
        ...


@runtime_checkable
class Diagnosed(Protocol):
    """An engine whose data lives in a cluster that can be looked at."""

    async def diagnose(self) -> dict[str, Any]:
        """Plain values for operators; `state` is ok, degraded, unreachable or no_data. Never raises for an outage."""
        ...
