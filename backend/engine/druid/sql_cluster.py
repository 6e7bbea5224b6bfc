"""The real way to a cluster: `druid.client` asked, its failures told in the product's own coded errors.

Comes in: inquiries and deadlines. Goes out: whole replies. Of a failure only our own words go on; the cluster's are
in the log, with the id under which the cluster's own logs know the question.
"""

from __future__ import annotations

from uuid import uuid4

import structlog

from backend.engine.druid.cluster import Inquiry, Reply, TableMissing, Way
from backend.errors import (
    EngineFailed,
    EngineTimeout,
    EngineTruncated,
    EngineUnavailable,
    Overloaded,
    SalesError,
    ShuttingDown,
    TooManyGroups,
)
from backend.planner.plan import Interval
from backend.spent import spent
from druid.client import errors
from druid.client.sql import ClientLimits, SqlClient, TypedParameter
from druid.client.wire import WireResult

log = structlog.get_logger("engine")
MOST_SECONDS_TOLD = 60
UNKNOWN_ZONE = "datetime zone id"
"""Druid's words for a zone that its rules lack: no failure of the cluster, though it calls it one."""


class SqlCluster:
    """One router. `slots` is the most that may be asked at once; a cluster that is busy lowers it for a while."""

    def __init__(self, url: str, slots: int, limits: ClientLimits | None = None) -> None:
        self._client = SqlClient(url, slots=slots, limits=limits)
        self._is_closed = False

    @property
    def slots(self) -> int:
        return self._client.slots.limit

    async def ask(self, inquiry: Inquiry, deadline: float) -> Reply:
        if self._is_closed:
            raise ShuttingDown("The service is stopping.")
        parameters = [TypedParameter(each.type, each.value) for each in inquiry.parameters]
        try:
            query_id = uuid4().hex
            spent().add_query(query_id)
            result = await self._client.query(inquiry.sql, parameters, deadline=deadline, query_id=query_id)
        except errors.DruidError as error:
            _note(error)
            if isinstance(error, errors.TableMissing):
                raise TableMissing from error
            raise coded(error) from error
        return _reply(result)

    def state(self) -> dict[str, object]:
        """The breaker, how much may be asked at once now, and how questions ended so far."""
        breaker = self._client.breaker.state.name.lower()
        return {"breaker": breaker, "slots": self.slots, "outcomes": dict(self._client.outcomes)}

    def figures(self) -> Way:
        return Way(int(self._client.breaker.state), self._client.outcomes[errors.Truncated.__name__])

    async def close(self) -> None:
        self._is_closed = True
        await self._client.close()


def _reply(result: WireResult) -> Reply:
    return Reply(
        names=result.columns,
        types=result.sql_types,
        columns=result.values,
        uncovered=tuple(Interval(*span) for span in result.uncovered),
        is_uncovered_known=not result.overflowed,
    )


_TOLD: tuple[tuple[type[errors.DruidError], type[SalesError], str], ...] = (
    (errors.Unreachable, EngineUnavailable, "The Druid cluster cannot be reached."),
    (errors.TimedOut, EngineTimeout, "The question took longer than it may."),
    (errors.Busy, Overloaded, "The Druid cluster has no room for one more question."),
    (errors.Starved, Overloaded, "Too many questions are being asked."),
    (errors.Truncated, EngineTruncated, "The Druid cluster's answer did not come whole."),
    (errors.Malformed, EngineTruncated, "The Druid cluster's answer cannot be trusted."),
    (errors.TooLarge, TooManyGroups, "The question has more groups than one answer may hold."),
    (errors.Failed, EngineUnavailable, "The Druid cluster could not answer."),
    (errors.DruidError, EngineFailed, "The Druid cluster could not answer the question."),
)


def coded(error: errors.DruidError) -> SalesError:
    """What the caller is told of a failure."""
    if isinstance(error, errors.Failed) and UNKNOWN_ZONE in error.detail:
        return EngineFailed("The Druid cluster does not know the time zone.")
    kind, sentence = next((kind, sentence) for cause, kind, sentence in _TOLD if isinstance(error, cause))
    return kind(sentence, _hint(error.retry_after) if isinstance(error, errors.Busy) else None)


def _hint(seconds: float | None) -> str | None:
    if seconds is None or seconds > MOST_SECONDS_TOLD:
        return None
    return f"Try again in {max(round(seconds), 1)} seconds."


def _note(error: errors.DruidError) -> None:
    words = {name: getattr(error, name, None) for name in ("status", "category", "detail")}
    told = {name: value for name, value in words.items() if value}
    # a question not asked is no news: the failures that opened the breaker were told
    tell = log.debug if isinstance(error, errors.BreakerOpen) else log.warning
    tell("engine.question.failed", kind=type(error).__name__, query_id=error.query_id, **told)
