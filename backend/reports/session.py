"""One report over one snapshot: questions in, added-up frames out, each equal question asked once.

A `Session` is what reports see of the rest: no SQL, no engine, no tables. It holds the lease, so that everything
a request answers comes from a single data version, and the view of it that the caller's policy allows. Reports of one
operation share the lease, and `asked` with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from backend.access.policy import RowPolicy
from backend.engine.port import Lease
from backend.errors import DimensionNotLoaded, InvalidParameter, MeasureNotLoaded
from backend.frame import add_up
from backend.pairs import counted_pairs
from backend.planner import make_plan, plan_cohorts, plan_hours, plan_listing
from backend.planner.facts import facts_of
from backend.planner.hours import loaded_weekdays
from backend.planner.plan import Note, Plan, Window
from backend.planner.view import Scope, View
from backend.planner.windows import resolve_windows
from backend.question import Anchor, Cohorts, Comparison, ComparisonKind, Filter, Listing, Period, Question
from backend.reports.once import Once
from backend.reports.rules import RULES, Rules
from backend.reports.spec import Arguments, Null, Part
from druid.catalog.model import Catalog, Grain
from druid.store.manifest import Manifest
from druid.store.proof import Proof

if TYPE_CHECKING:
    from backend.reports.remembered import Remembered, Work

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Conventions:
    """How this business counts: zone, currency, week and fiscal year, thresholds of classes, age of stale data."""

    timezone: str = "Africa/Nairobi"
    currency: str = "KES"
    start_of_week: int = 1
    fiscal_start: int = 1
    rules: Rules = RULES
    stale_after_hours: int = 48


def no_proof() -> Proof | None:
    """Of a store that was never verified."""
    return None


@dataclass(frozen=True, slots=True)
class Answered:
    """A question's plan and one frame a window: group columns, then every measure asked for."""

    plan: Plan
    frames: Mapping[str, pl.DataFrame]

    @property
    def current(self) -> pl.DataFrame:
        return self.frames["current"]

    @property
    def window(self) -> Window:
        return self.plan.windows[0]

    @property
    def alone(self) -> Answered:
        """The current window without its comparisons."""
        question = replace(self.plan.question, compare=())
        plan = replace(self.plan, question=question, windows=self.plan.windows[:1])
        return Answered(plan, {"current": self.current})

    @property
    def earlier(self) -> tuple[tuple[Window, pl.DataFrame], ...]:
        """The comparison windows with their frames, in the order asked."""
        return tuple((window, self.frames[window.name]) for window in self.plan.windows[1:])


@dataclass(slots=True)
class Session:
    """Asks questions of one lease. `deadline` is time.monotonic() seconds; `now` stands for the wall clock.

    With `as_sheet` the answer becomes a file: a report that hands its rows over as a `Sheet` need not write them out.
    `fields` are the names that will be read of its rows, None for all: for the others it need not ask.
    """

    lease: Lease
    view: View
    catalog: Catalog
    conventions: Conventions
    now: datetime
    deadline: float
    members: dict[str, pl.DataFrame] = field(default_factory=dict)
    asked: Once[Answered] = field(default_factory=Once)
    as_sheet: bool = False
    fields: frozenset[str] | None = None
    remembered: Remembered | None = None
    proof: Callable[[], Proof | None] = no_proof

    @property
    def version(self) -> str:
        """The data version that everything here is answered from."""
        return self.manifest.version

    @property
    def manifest(self) -> Manifest:
        """The snapshot's manifest as the caller may know it."""
        return self.view.manifest

    @property
    def policy(self) -> RowPolicy:
        """The lines that everything here is answered from."""
        return self.view.policy

    @property
    def scope(self) -> Scope:
        """What a cursor, a member list or a model belongs to, besides its question."""
        return self.view.scope

    @property
    def loaded(self) -> frozenset[str]:
        """Columns with a value in some line."""
        return facts_of(self.manifest, self.catalog).loaded

    def reads(self, *fields: str) -> bool:
        """Whether any of these fields of a row will be read."""
        return self.fields is None or not self.fields.isdisjoint(fields)

    async def ask(self, question: Question, catalog: Catalog | None = None) -> Answered:
        """Plan, run every statement at once, add up. Equal questions over this lease and policy share one run.

        `catalog` is the cube that is asked: the session's own, or one derived from it.
        When a statement fails the others are not waited for, but cancelled.
        """
        cube = catalog or self.catalog
        moment = self.now if question.anchor is Anchor.NOW else None
        return await self.asked.of((self.scope, question, cube.paired, moment), lambda: self._run(question, cube))

    async def _run(self, question: Question, catalog: Catalog) -> Answered:
        plan_of = plan_hours if question.of_week else make_plan
        plan = plan_of(question, catalog, self.view, self.now)
        running = [asyncio.ensure_future(self.lease.run(one, self.deadline)) for one in plan.statements]
        try:
            frames = await asyncio.gather(*running)
        finally:
            for task in running:
                task.cancel()
        if any(statement.counted for statement in plan.statements):
            frames = await asyncio.to_thread(counted_pairs, plan, frames, catalog)
        return Answered(plan, add_up(plan, frames, catalog))

    async def table(self, asked: Cohorts | Listing) -> Answered:
        """A question that is not measures by groups: its plan, and the engine's rows as they come."""
        facts = (self.catalog, self.view, self.now)
        plan = plan_cohorts(asked, *facts) if isinstance(asked, Cohorts) else plan_listing(asked, *facts)
        (statement,) = plan.statements
        return Answered(plan, {statement.window: await self.lease.run(statement, self.deadline)})

    async def recall(self, work: Work[T], patience: float | None = None) -> T:
        """What is computed once for this data version; see `Remembered`. Without a memory it is computed here."""
        if self.remembered is None:
            return await work.compute(self)
        return await self.remembered.recall(work, self, patience)

    def windows_of(self, answer: Answered, part: Filter) -> tuple[Window, ...]:
        """The windows of an answer as they are covered for a part of its lines, such as one branch."""
        if all(span.branch is None for span in self.manifest.coverage):
            return answer.plan.windows
        question = replace(answer.plan.question, filters=(*answer.plan.question.filters, part))
        return resolve_windows(question, facts_of(self.manifest, self.catalog), self.now)

    def weekdays_of(self, answer: Answered, window: Window) -> tuple[int, ...]:
        """How many Mondays, Tuesdays... of a window some load spoke for, under the answer's filters."""
        return loaded_weekdays(answer.plan.question, window, facts_of(self.manifest, self.catalog), self.now)

    async def members_of(self, dimension: str) -> pl.DataFrame:
        """Every member ever sold under, with its lines and first sale; ordered by first sale, then name.

        Columns: the dimension, `lines`, `first_sale`. Kept for as long as the snapshot, unless read during a load.
        """
        known = self.members.get(dimension)
        if known is None:
            question = Question(
                ("lines", "first_sale"),
                (dimension,),
                period=Period.ALL,
                timezone=self.conventions.timezone,
                compare=(),
            )
            frame = (await self.ask(question)).current
            known = frame.sort("first_sale", dimension, nulls_last=True)
            if not any(note.is_partial for note in self.lease.notes()):
                self.members[dimension] = known
        return known


def to_question(
    arguments: Arguments,
    conventions: Conventions,
    measures: tuple[str, ...],
    dimensions: tuple[str, ...] = (),
    grain: Grain | None = None,
) -> Question:
    """The arguments' window, filters and comparisons, asked of these measures and groups."""
    compare = arguments.compare
    if compare is None:
        compare = (Comparison(ComparisonKind.PREVIOUS_PERIOD),)
    return Question(
        measures=measures,
        dimensions=dimensions,
        filters=arguments.filters,
        period=_period(arguments),
        span=arguments.span,
        grain=grain,
        timezone=arguments.timezone or conventions.timezone,
        compare=compare,
        anchor=arguments.anchor,
        source=arguments.source,
        start_of_week=conventions.start_of_week,
        fiscal_start=conventions.fiscal_start,
    )


def _period(arguments: Arguments) -> Period:
    if arguments.span is None:
        if arguments.period is Period.CUSTOM:
            raise InvalidParameter("The period CUSTOM needs a start and an end date.", field="period")
        return arguments.period or Period.MONTH
    if arguments.period not in {None, Period.CUSTOM}:
        raise InvalidParameter(
            "A named period and custom dates exclude each other.", "Leave one of them out.", field="period"
        )
    return Period.CUSTOM


def parts_of(*answers: Answered) -> tuple[Part, ...]:
    """Which table served which measures of which window, each stretch once."""
    parts: dict[tuple[str, str, int, int], list[str]] = {}
    for answer in answers:
        for statement in answer.plan.statements:
            for interval in statement.intervals:
                key = (statement.table, statement.window, interval.start_ms, interval.end_ms)
                parts.setdefault(key, []).extend((*statement.leaves, *statement.counted))
    return tuple(Part(*key, tuple(dict.fromkeys(leaves))) for key, leaves in parts.items())


def nulls_of(answer: Answered, fields: Mapping[str, str]) -> tuple[Null, ...]:
    """Measures that are null in every row because no loaded file carries what they need."""
    return tuple(Null(fields[name], code) for name, code in answer.plan.nulls.items() if name in fields)


def refuse_missing(measure: str, answer: Answered, field: str) -> None:
    """Fail when the subject of a report was never loaded."""
    code = answer.plan.nulls.get(measure)
    if code is not None:
        kind = DimensionNotLoaded if code == DimensionNotLoaded.code else MeasureNotLoaded
        raise kind(f"No loaded file carries what {measure.replace('_', ' ')} needs.", field=field)


def _gaps(answer: Answered) -> tuple[Note, ...]:
    """A note when days of the asked window were never loaded, of the branches asked for."""
    window = answer.window
    if window.covered_days >= window.days:
        return ()
    of_branches = any(one.dimension == "branch" for one in answer.plan.question.filters)
    span = f"{window.first_day} to {window.last_day}"
    end = " for the branches asked for." if of_branches else "."
    if window.covered_days == 0:
        return (Note("NOT_LOADED", f"No day of {span} was loaded{end}", "period"),)
    told = f"Only {window.covered_days} of the {window.days} days of {span} were loaded{end}"
    return (Note("PARTLY_LOADED", told, "period"),)


def outcome_facts(*answers: Answered) -> dict[str, Any]:
    """The provenance keywords of an `Outcome` that these answers make up, windows from the first."""
    first = answers[0].plan
    notes = dict.fromkeys((*_gaps(answers[0]), *(note for answer in answers for note in answer.plan.notes)))
    rejections = dict.fromkeys(rejection for answer in answers for rejection in answer.plan.rejections)
    return {
        "windows": first.windows,
        "grain": first.grain,
        "timezone": first.question.timezone,
        "parts": parts_of(*answers),
        "rejections": tuple(rejections),
        "notes": tuple(notes),
    }
