"""The one way: a report and its arguments in, an envelope out, over one snapshot.

REST, GraphQL, exports and notebooks all call `answer`. It never raises for a question that fails: a coded error is
an envelope too, and an unexpected exception becomes INTERNAL_ERROR with nothing of its text.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

import polars as pl
import structlog

from backend.access.policy import RowPolicy
from backend.engine.port import Engine, Lease
from backend.envelope import Facts, failure, success
from backend.error_table import ERRORS
from backend.errors import EngineTimeout, InternalError, NotAvailable, SalesError, VersionGone
from backend.metrics.answers import told
from backend.planner.view import Scope, View
from backend.reports.once import Once
from backend.reports.remembered import Remembered, superseded
from backend.reports.session import Answered, Conventions, Session, no_proof
from backend.reports.sight import seen_by
from backend.reports.spec import Arguments, Outcome, ReportSpec
from backend.stale import Key, LastAnswers
from druid.catalog.model import Catalog
from druid.store.proof import Proof

log = structlog.get_logger("answer")
ATTEMPTS = 4
"""How often an answer is planned anew when its snapshot becomes unusable under it."""


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What a request brings along. `policy` says which lines may be seen.

    `lease` shares one snapshot among the fields of an operation.

    `as_sheet` says that the answer becomes a file, and that no earlier answer may stand in for it. `fields` are those
    of the rows that are read, None for all.
    """

    request_id: str
    deadline: float
    now: datetime
    policy: RowPolicy
    lease: Lease | None = None
    as_sheet: bool = False
    fields: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An envelope and, of a question that was answered, the outcome in it.

    `retry_after` are the seconds after which a refused question may be asked again, where that is known.
    """

    envelope: dict[str, Any]
    outcome: Outcome | None = None
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """One per process. `members` keeps member lists by snapshot and policy.

    `last` keeps the last good answers where they may stand in for an engine that is away. `remembered` keeps what is
    computed once for a data version. `proof` reads the store's last verification.
    """

    catalog: Catalog
    engine: Engine
    conventions: Conventions
    members: OrderedDict[Scope, dict[str, pl.DataFrame]] = field(default_factory=OrderedDict)
    last: LastAnswers | None = None
    proof: Callable[[], Proof | None] = no_proof
    asked: WeakKeyDictionary[Lease, Once[Answered]] = field(default_factory=WeakKeyDictionary)
    remembered: Remembered = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "remembered", Remembered(self.engine.lease))

    async def close(self) -> None:
        """End what runs in the background, then the engine."""
        await self.remembered.close()
        await self.engine.close()

    def members_of(self, version: str, policy: RowPolicy) -> dict[str, pl.DataFrame]:
        key = (version, policy.digest)
        kept = self.members.setdefault(key, {})
        self.members.move_to_end(key)
        for old in superseded(self.members):
            del self.members[old]
        return kept


async def answer(
    spec: ReportSpec, arguments: Arguments, request: RequestFacts, context: AnswerContext
) -> dict[str, Any]:
    """The envelope of one report."""
    return (await whole_answer(spec, arguments, request, context)).envelope


async def whole_answer(spec: ReportSpec, arguments: Arguments, request: RequestFacts, context: AnswerContext) -> Answer:
    """The answer to one report: what `answer` gives, and beside it the outcome that files are made from."""
    started = time.perf_counter()
    facts = Facts(request.request_id, context.engine.name, context.conventions.currency, context.conventions.timezone)
    try:
        found = await _leased(spec, arguments, request, context)
    except SalesError as error:
        found = Answer(failure(error, facts), retry_after=error.retry_after)
    except Exception:
        log.exception("answer.failed", request_id=request.request_id, report=spec.name)
        found = Answer(failure(InternalError("Something went wrong on our side."), facts))
    if context.last is not None and not request.as_sheet:
        key, whole = (
            (spec.name, (arguments, fields), context.conventions, request.policy.digest)
            for fields in (request.fields, None)
        )
        found = replace(found, envelope=_kept_or_instead(key, whole, found.envelope, context.last))
    found.envelope["metadata"]["tookMs"] = round((time.perf_counter() - started) * 1000, 3)
    told(spec.name, context.engine.name, context.catalog.base, found.envelope)
    return found


def _kept_or_instead(key: Key, whole: Key, envelope: dict[str, Any], last: LastAnswers) -> dict[str, Any]:
    """A good answer is kept; for an engine that is away the one before stands in, or that with every field."""
    if envelope["error"] is not None:
        return last.instead_of(key, envelope, whole)
    last.keep(key, envelope)
    return envelope


async def _leased(spec: ReportSpec, arguments: Arguments, request: RequestFacts, context: AnswerContext) -> Answer:
    """Over the request's own snapshot, or over the newest; again when that was collected or became unusable."""
    if request.lease is not None:
        return await _over(request.lease, spec, arguments, (request, context))
    for _ in range(ATTEMPTS - 1):
        try:
            async with context.engine.lease() as lease:
                return await _over(lease, spec, arguments, (request, context))
        except VersionGone:
            continue
    async with context.engine.lease() as lease:
        return await _over(lease, spec, arguments, (request, context))


async def _over(
    lease: Lease, spec: ReportSpec, arguments: Arguments, asked: tuple[RequestFacts, AnswerContext]
) -> Answer:
    request, context = asked
    manifest = lease.manifest
    facts = Facts(
        request_id=request.request_id,
        engine=context.engine.name,
        currency=manifest.currency,
        timezone=context.conventions.timezone,
        data_version=manifest.version,
    )
    session = Session(
        lease,
        View(manifest, request.policy),
        context.catalog,
        context.conventions,
        request.now,
        request.deadline,
        context.members_of(manifest.version, request.policy),
        context.asked.setdefault(lease, Once()),
        as_sheet=request.as_sheet,
        fields=request.fields,
        remembered=context.remembered,
        proof=context.proof,
    )
    try:
        session = replace(session, view=await seen_by(session))
        facts = replace(facts, newest_ms=session.manifest.newest_ms)
        outcome = _noted(await _in_time(spec, arguments, session), lease)
        return Answer(success(outcome, facts), outcome)
    except VersionGone:
        raise
    except SalesError as error:
        return Answer(failure(error, facts), retry_after=error.retry_after)


def _noted(outcome: Outcome, lease: Lease) -> Outcome:
    """With what the lease has to say; an answer that may not be whole is not called complete."""
    notes = lease.notes()
    if not notes:
        return outcome
    is_whole = outcome.complete and not any(note.is_partial for note in notes)
    return replace(outcome, notes=(*outcome.notes, *notes), complete=is_whole)


async def _in_time(spec: ReportSpec, arguments: Arguments, session: Session) -> Outcome:
    if arguments.approximate:
        raise NotAvailable("Every answer is exact; approximate answers are not available.", field="approximate")
    try:
        async with asyncio.timeout(max(session.deadline - time.monotonic(), 0)):
            return await spec.answer(session, arguments)
    except TimeoutError as error:
        raise EngineTimeout("The answer took longer than a request may.") from error


STATUS: Mapping[str, int] = {error.code: error.status for error in reversed(ERRORS)}


def status_of(envelope: Mapping[str, Any]) -> int:
    """The HTTP status of an envelope: 200, or that of its error's code."""
    error = envelope["error"]
    return 200 if error is None else STATUS.get(error["code"], 500)
