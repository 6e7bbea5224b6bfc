"""What both doors share: the reports, the names, the way to an answer, and the envelope of a refusal.

Made once by `backend.app`. A door turns its input into `Arguments`; everything else happens in `answer()`.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from backend.access.demands import CHECKING, EXPORTING, REPORTS, note, refuse_unless
from backend.access.principal import Role
from backend.answer import Answer, AnswerContext, RequestFacts, whole_answer
from backend.api.operations import Operations, texts
from backend.api.parameters import Names, read_arguments
from backend.api.trace import Trace
from backend.cache.figures import CacheFigures
from backend.engine.port import Lease
from backend.engine.slots import Slots
from backend.envelope import Facts, failure
from backend.errors import SalesError
from backend.question import Anchor, SourceChoice
from backend.reports.spec import Arguments, ReportSpec
from backend.settings import Settings
from backend.slow import SlowQuestions

EVERY_ROW = 2**31 - 1
"""A limit that no answer reaches."""
ANSWERS_AT_ONCE = 20
WAITING_FOR_EACH = 4
"""Requests that may wait for each that is answered: they have not been looked into yet and cost next to nothing."""
FREE_COST = 1
"""What costs no more is answered in any crowd: it asks the engine nothing."""
EXPORTS_AT_ONCE, EXPORTS_WAITING = 2, 8
"""Files that are made or sent at once, each with its rows in memory, and requests that may wait for one of those."""


@dataclass(frozen=True, slots=True)
class Door:
    """`clock` stands for the wall clock; `specs` are by report name."""

    specs: Mapping[str, ReportSpec]
    names: Names
    context: AnswerContext
    settings: Settings
    clock: Callable[[], datetime]
    slow: SlowQuestions = field(default_factory=SlowQuestions)
    answering: Slots = field(default_factory=lambda: Slots(ANSWERS_AT_ONCE, WAITING_FOR_EACH * ANSWERS_AT_ONCE))
    exports: Slots = field(default_factory=lambda: Slots(EXPORTS_AT_ONCE, EXPORTS_WAITING))
    cached: CacheFigures = field(default_factory=CacheFigures)
    operations: Operations = field(default_factory=lambda: Operations(texts()))

    async def ask(
        self,
        spec: ReportSpec,
        raw: Mapping[str, object],
        trace: Trace,
        lease: Lease | None = None,
        fields: frozenset[str] | None = None,
    ) -> dict[str, Any]:
        """The envelope of a report for raw arguments; a refused argument is an envelope too.

        `fields` are those that the caller reads of its rows, None for all.
        """
        try:
            arguments = self._allowed(spec, raw, trace)
        except SalesError as error:
            trace.may_keep = False
            return self.refuse(error, trace)
        facts = replace(self._request(trace, lease=lease), fields=fields)
        found = await whole_answer(spec, arguments, facts, self.context)
        trace.ask_again(found.retry_after)
        trace.hear(spec.name, found.envelope, is_of_now=arguments.anchor is Anchor.NOW)
        self.slow.note(spec.name, raw, found.envelope, facts.now)
        return found.envelope

    async def ask_all(self, spec: ReportSpec, raw: Mapping[str, object], trace: Trace) -> Answer:
        """The answer with every row, unless a limit is given, on its way into a file."""
        try:
            refuse_unless(trace.principal, EXPORTING, "A file of every row")
            arguments = self._allowed(spec, raw, trace)
        except SalesError as error:
            return Answer(self.refuse(error, trace))
        if "limit" in spec.arguments and raw.get("limit") is None:
            arguments = replace(arguments, limit=EVERY_ROW)
        facts = self._request(trace, as_sheet=True)
        found = await whole_answer(spec, arguments, facts, self.context)
        trace.ask_again(found.retry_after)
        self.slow.note(spec.name, raw, found.envelope, facts.now)
        note(trace.principal, "export", report=spec.name, rows=found.envelope["metadata"]["rowCount"])
        return found

    @asynccontextmanager
    async def room(self, trace: Trace, cost: int) -> AsyncIterator[None]:
        """A place among the requests being answered; raises Overloaded before anything is done for one too many."""
        if cost <= FREE_COST:
            yield
            return
        turn = await self.answering.take(id(trace), self.deadline(trace))
        try:
            yield
        finally:
            self.answering.give(turn)

    def _allowed(self, spec: ReportSpec, raw: Mapping[str, object], trace: Trace) -> Arguments:
        """The arguments read, of a report that the principal may ask in this way."""
        principal = trace.principal
        refuse_unless(principal, REPORTS.get(spec.name, Role.VIEWER), spec.name)
        arguments = read_arguments(raw, spec, self.names)
        if arguments.source is SourceChoice.BASE:
            refuse_unless(principal, CHECKING, "An answer from the base lines")
        trace.charge(spec.cost)
        return arguments

    def _request(self, trace: Trace, *, lease: Lease | None = None, as_sheet: bool = False) -> RequestFacts:
        policy, deadline = trace.principal.policy, self.deadline(trace, as_sheet=as_sheet)
        return RequestFacts(trace.request_id, deadline, self.clock(), policy, lease, as_sheet)

    def deadline(self, trace: Trace, *, as_sheet: bool = False) -> float:
        """When the answer must be there, in monotonic seconds: everything below takes this or less."""
        if trace.deadline is None:
            settings = self.settings
            seconds = settings.export_timeout_seconds if as_sheet else settings.request_timeout_seconds
            trace.deadline = time.monotonic() + seconds
        return trace.deadline

    def refuse(self, error: SalesError, trace: Trace) -> dict[str, Any]:
        trace.ask_again(error.retry_after)
        return failure(error, self._facts(trace))

    def _facts(self, trace: Trace) -> Facts:
        return Facts(
            request_id=trace.request_id,
            engine=self.context.engine.name,
            currency=self.settings.currency,
            timezone=self.settings.timezone,
            took_ms=trace.took_ms,
        )
