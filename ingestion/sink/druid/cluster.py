"""What a publication asks of a cluster, as a port: look, run a task, take away, wait until served, add up.

In: months of tables. Out: what is seen there; every failure is a `PublicationFailed`. The real one is in `real`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from druid.client.proof import Sums, Totals
from druid.client.tasks import Phase
from druid.ingestion_spec import StagedMonth
from ingestion.sink.druid.difference import Seen
from ingestion.sink.port import Place

Pulse = Callable[[int], None]
"""Told, again and again while a task runs, how many rows it has read; a stop or a fault is raised from here."""


class ServingCluster(Protocol):
    """The cluster under one prefix. Tables are named as in the catalog."""

    def patient(self) -> ServingCluster:
        """The same cluster, asked again and again while it is away; without this it is told at once."""

    def seen(self) -> Mapping[Place, Seen]:
        """Every month of our tables that the cluster has segments of."""

    def phase(self, table: str, months: Sequence[StagedMonth], number: int) -> Phase | None:
        """How far the task is that builds these months in publication `number`; None when it was never submitted."""

    def cancel_others(self, tasks: Mapping[str, Sequence[StagedMonth]], number: int) -> None:
        """Stop tasks of ours for other publications or contents: what they would put there is no longer wanted."""

    def submit(self, table: str, months: Sequence[StagedMonth], number: int) -> str:
        """Have the months built; the id of the task. A task that is known already is not run twice."""

    def wait_task(self, task: str, pulse: Pulse) -> int:
        """Wait for a task to succeed; the rows it read."""

    def take_away(self, places: Collection[Place]) -> None:
        """Let months of tables serve no longer."""

    def wait_served(self, table: str, months: Collection[str], task: str, pulse: Pulse) -> Mapping[Place, Seen]:
        """Wait until what the task built is served whole; what is seen of it then."""

    def wait_gone(self, places: Collection[Place], pulse: Pulse) -> None:
        """Wait until nothing of these months is served any more."""

    def retire_replaced(self, pulse: Pulse) -> None:
        """Wait until nothing is held that newer segments replace: it must not answer again when those are lost."""

    def add_up(self, sums: Sums) -> Totals:
        """Totals of a table (named as in the catalog), never from a cache."""
