"""Questions to Druid's SQL API, with the manners that keep answers exact and a struggling cluster alive.

In: a statement, typed parameters, a deadline. Out: a whole `WireResult`, or one of `druid.client.errors`. Each question
carries our query id, exactness flags and its own timeout; it is retried at most once, and never after its first row.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import orjson

from druid.client.breaker import AdaptiveSlots, Breaker, BreakerLimits, Clock, RetryBudget, State, Ticket, Verdict
from druid.client.errors import (
    BreakerOpen,
    Busy,
    DruidError,
    Failed,
    Refused,
    Starved,
    TimedOut,
    TooLarge,
    Truncated,
    Unreachable,
)
from druid.client.transport import SqlTransport, TransportLimits
from druid.client.wire import WireResult

SPARE_CONNECTIONS = 8
LEAST_TELLING_BUDGET = 1.0
PROBE_PATIENCE = 1.0
"""Seconds that other questions wait for a probe's word; one that is answered lets them all through."""

# a grouping set needs three merge buffers, else it is refused; without it, several counts become a join of subqueries
EXACT: Mapping[str, object] = {
    "useApproximateCountDistinct": False,
    "useApproximateTopN": False,
    "useGroupingSetForExactDistinct": True,
    "sqlTimeZone": "UTC",
}
# An answer must tell what it does not cover. 100 intervals of 51 bytes stay under the 7 kB at which Druid cuts the
# header that tells them; and a join or a window over subqueries forgets to tell (seen on Druid 33), so that their rows
# are not allowed to exist: such a statement is refused, never answered from part of the data.
UNCOVERED_INTERVALS = 100
COVERED: Mapping[str, object] = {"uncoveredIntervalsLimit": UNCOVERED_INTERVALS, "maxSubqueryRows": 0}


@dataclass(frozen=True, slots=True)
class TypedParameter:
    """A value for a `?`: VARCHAR text, BIGINT, DOUBLE, or TIMESTAMP in epoch milliseconds."""

    type: str
    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class ClientLimits:
    transport: TransportLimits = field(default_factory=TransportLimits)
    breaker: BreakerLimits = field(default_factory=BreakerLimits)
    retry_share: float = 0.1


class SqlClient:
    """One router or broker. `slots.limit` is how many questions to run at once now; the caller keeps the queue.

    `breaker.state` and `outcomes` (questions by outcome, "ok" or the error's name, plus "retried") are for health and
    metrics. Open and close it in one event loop.
    """

    def __init__(
        self, url: str, *, slots: int = 16, limits: ClientLimits | None = None, clock: Clock = time.monotonic
    ) -> None:
        limits = limits or ClientLimits()
        self.slots = AdaptiveSlots(slots, clock)
        self.breaker = Breaker(clock, random.random, limits.breaker)
        self.outcomes: Counter[str] = Counter()
        self._clock = clock
        self._budget = RetryBudget(limits.retry_share)
        self._probe: asyncio.Task[WireResult] | None = None
        self._transport = SqlTransport(url, connections=slots + SPARE_CONNECTIONS, limits=limits.transport)

    async def query(
        self,
        sql: str,
        parameters: Sequence[TypedParameter] = (),
        *,
        deadline: float,
        context: Mapping[str, object] | None = None,
        query_id: str | None = None,
    ) -> WireResult:
        """The answer before `deadline` (`time.monotonic()` seconds). `context` adds to and overrides the defaults."""
        query_id = uuid4().hex if query_id is None else query_id
        question = _Question(sql, tuple(parameters), dict(context or {}), query_id)
        self._budget.earn()
        try:
            return await self._attempt(question, deadline)
        except DruidError as error:
            if not (is_retryable(error) and self.breaker.state is State.CLOSED and self._budget.spend()):
                raise
        self.outcomes["retried"] += 1
        return await self._attempt(question.again(), deadline)

    async def close(self) -> None:
        if self._probe is not None:
            self._probe.cancel()
            await asyncio.wait({self._probe})
        await self._transport.close()

    async def _attempt(self, question: _Question, deadline: float) -> WireResult:
        ticket = await self._admit(deadline)
        if ticket is None:
            self.outcomes[BreakerOpen.__name__] += 1
            raise BreakerOpen("Druid is not asked while it fails.", retry_after=self.breaker.retry_after)
        if not ticket.is_probe:
            return await self._ask(question, ticket, deadline)
        # a page that has one question refused gives up the others: the probe must tell what it finds all the same
        self._probe = asyncio.create_task(self._ask(question, ticket, deadline))
        self._probe.add_done_callback(_take_note)
        return await asyncio.shield(self._probe)

    async def _admit(self, deadline: float) -> Ticket | None:
        """Leave to ask; while a probe is out, a moment's wait for what it finds."""
        ticket = self.breaker.admit()
        if ticket is not None or self._probe is None or self._probe.done():
            return ticket
        patience = min(PROBE_PATIENCE, max(deadline - time.monotonic(), 0))
        await asyncio.wait({self._probe}, timeout=patience)
        return self.breaker.admit()

    async def _ask(self, question: _Question, ticket: Ticket, deadline: float) -> WireResult:
        asked_at = self._clock()
        budget = deadline - time.monotonic()
        outcome, verdict = "cancelled", Verdict.UNKNOWN
        try:
            if budget <= 0:
                raise TimedOut("No time was left to ask Druid.", query_id=question.query_id)
            result = await self._transport.ask(question.body(budget), question.query_id, deadline)
            outcome, verdict = "ok", Verdict.SUCCEEDED
        except DruidError as error:
            outcome, verdict = type(error).__name__, verdict_on(error, budget)
            if isinstance(error, Busy):
                self.slots.halve(asked_at)
            raise
        finally:
            self.outcomes[outcome] += 1
            self.breaker.settle(ticket, verdict)
        return result


def _take_note(probe: asyncio.Task[WireResult]) -> None:
    """Whoever asked may have left; an error that nobody waits for is no fault."""
    if not probe.cancelled():
        probe.exception()


@dataclass(frozen=True, slots=True)
class _Question:
    sql: str
    parameters: tuple[TypedParameter, ...]
    context: dict[str, object]
    query_id: str

    def again(self) -> _Question:
        return _Question(self.sql, self.parameters, self.context, f"{self.query_id[:58]}-again")

    def body(self, budget: float) -> bytes:
        return orjson.dumps(request_body(self, budget))


def request_body(question: _Question, budget: float) -> dict[str, Any]:
    """The request as Druid reads it. `budget` seconds are all it may take."""
    return {
        "query": question.sql,
        "resultFormat": "arrayLines",
        "header": True,
        "typesHeader": True,
        "sqlTypesHeader": True,
        "parameters": [{"type": p.type, "value": p.value} for p in question.parameters],
        "context": {
            **EXACT,
            **question.context,
            "sqlQueryId": question.query_id,
            "timeout": max(int(budget * 1000), 1),
            **COVERED,
        },
    }


def is_retryable(error: DruidError) -> bool:
    """Nothing of an answer had come, and the next try may fare better."""
    if isinstance(error, Truncated):
        return error.rows_seen == 0
    if isinstance(error, Failed):
        return not error.detail
    return isinstance(error, Unreachable) and not isinstance(error, BreakerOpen)


def verdict_on(error: DruidError, budget: float) -> Verdict:
    """What a failure says of Druid: a refusal shows it alive, a deadline shorter than a second shows nothing.

    Nor does an error that Druid cannot class: such a one lies in the statement (a zone its rules lack, a division by
    zero), and whoever repeats it must not shut the door for others.
    """
    if isinstance(error, Refused | Busy | TooLarge):
        return Verdict.SUCCEEDED
    if isinstance(error, Failed) and error.category == "UNCATEGORIZED":
        return Verdict.UNKNOWN
    if isinstance(error, Starved) or (isinstance(error, TimedOut) and budget < LEAST_TELLING_BUDGET):
        return Verdict.UNKNOWN
    return Verdict.FAILED
