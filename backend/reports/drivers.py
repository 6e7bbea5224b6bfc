"""changeDrivers: why net revenue, profit or units changed, by effects and by the members of a dimension.

Two splits of one change, each adding up to it to the last digit: `parts` by effect (price, volume, mix, returns, cost,
new, lost, other), `members` by who moved it. They are two views and are never added to each other. Asked for one part,
`members` are those who moved that part, and add up to it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from backend.errors import IllegalCombination
from backend.frame import COST_MISSING, NOT_LOADED
from backend.planner import base_code
from backend.planner.plan import Note
from backend.question import Filter
from backend.reports.arguments import COMMON
from backend.reports.effects import (
    Kind,
    Move,
    Reversal,
    Side,
    money_moved,
    money_parts,
    reversals,
    unit_parts,
    units_moved,
)
from backend.reports.fields import TYPE_OF_UNIT
from backend.reports.growth import base_of, no_base_code
from backend.reports.rows import values
from backend.reports.session import Answered, Session, outcome_facts, refuse_missing, to_question
from backend.reports.spec import Arguments, Field, FieldType, Metric, Null, Outcome, ReportSpec
from backend.reports.warnings import member_notes
from druid.catalog.model import Catalog, camel

BRANCH = "branch"
MOST_MEMBERS = 50
MEASURE_OF: Mapping[Metric, str] = {
    Metric.REVENUE: "net_revenue",
    Metric.PROFIT: "gross_profit",
    Metric.UNITS: "units_sold",
}
_RATIOS: Mapping[Metric, tuple[str, ...]] = {
    Metric.REVENUE: ("average_selling_price", "return_rate"),
    Metric.PROFIT: ("average_selling_price", "return_rate", "profit_margin"),
    Metric.UNITS: (),
}
_SUMS = {"gross": "gross_revenue", "returns": "returns_value", "units": "units_sold"}
_COST = {"cost": "total_cost"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is explained: a metric, its measure, the dimension whose members are looked at, and the part they moved."""

    metric: Metric
    measure: str
    dimension: str
    part: Kind | None

    @property
    def sums(self) -> Mapping[str, str]:
        return {**_SUMS, **_COST} if self.metric is Metric.PROFIT else _SUMS


def _subject(session: Session, arguments: Arguments) -> Subject:
    metric = arguments.metric or Metric.REVENUE
    if metric not in MEASURE_OF:
        raise IllegalCombination(
            f"{metric.value} is no sum, so its change cannot be taken apart by members.",
            "Ask for REVENUE, PROFIT or UNITS.",
            field="metric",
        )
    dimension = arguments.dimension or "product"
    if dimension == session.catalog.completed[0]:
        raise IllegalCombination(
            "Only completed lines are counted, so the change has no parts by status.",
            "Ask by another dimension.",
            field="dimension",
        )
    known = _parts((), metric)
    if arguments.part not in {None, *known}:
        raise IllegalCombination(
            f"The change of {metric.value} has no part {arguments.part}.",
            f"Ask for one of {', '.join(known)}.",
            field="part",
        )
    return Subject(metric, MEASURE_OF[metric], dimension, arguments.part)


def _parts(moves: Sequence[Move], metric: Metric) -> dict[Kind, int]:
    return unit_parts(moves) if metric is Metric.UNITS else money_parts(moves, with_cost=metric is Metric.PROFIT)


async def _drivers(session: Session, arguments: Arguments) -> Outcome:
    subject = _subject(session, arguments)
    measures = tuple(dict.fromkeys((subject.measure, *subject.sums.values())))
    of_members = to_question(arguments, session.conventions, measures, (subject.dimension,))
    of_whole = to_question(arguments, session.conventions, (subject.measure,))
    rows, whole = await asyncio.gather(session.ask(of_members), session.ask(of_whole))
    refuse_missing(subject.measure, whole, "metric")
    facts = outcome_facts(whole, rows)
    facts["notes"] += await member_notes(session, arguments.filters)
    code = _unknown(whole, subject)
    if code is not None:
        return Outcome(_nothing(session, subject, whole), nulls=_nulls(whole, subject, code), **facts)
    numbers = dict.fromkeys(("change", "value", "now", "then"), _kind(session, subject))
    moves = _moves(session, subject, rows)
    found = reversals(moves, _RATIOS[subject.metric])
    facts["notes"] += tuple(_notes(subject, rows, moves, _named(found, session.catalog)))
    ranked = _ranked(moves, subject)
    limit = arguments.limit or MOST_MEMBERS
    data = _data(session, subject, (whole, moves, found)) | _listed(_Writer(session, subject), ranked, limit)
    return Outcome(data, row_count=len(ranked), numbers=numbers, **facts)


def _kind(session: Session, subject: Subject) -> FieldType:
    return TYPE_OF_UNIT[session.catalog.measure[subject.measure].unit]


def _unknown(whole: Answered, subject: Subject) -> str | None:
    """Why there is no change to explain."""
    code = no_base_code(whole)
    if code is not None:
        return code
    sides = (whole.current, whole.earlier[0][1])
    if whole.window.covered_days == 0:
        return NOT_LOADED
    return COST_MISSING if any(side[subject.measure][0] is None for side in sides) else None


def _moves(session: Session, subject: Subject, rows: Answered) -> tuple[Move, ...]:
    base = base_of(rows)
    assert base is not None
    now, then = (_sides(frame, subject) for frame in (rows.current, base))
    unfit = _unfit(session, subject, rows, {*now, *then})
    return tuple(
        Move(member, now.get(member), then.get(member), member not in unfit) for member in dict.fromkeys((*now, *then))
    )


def _sides(frame: pl.DataFrame, subject: Subject) -> dict[str | None, Side]:
    """Each member's sums; a sum without a value counts nothing."""
    columns = {name: [v or 0 for v in frame[measure].to_list()] for name, measure in subject.sums.items()}
    members = frame[subject.dimension].to_list()
    return {
        member: Side(**{name: column[position] for name, column in columns.items()})
        for position, member in enumerate(members)
    }


def _unfit(session: Session, subject: Subject, rows: Answered, members: Iterable[str | None]) -> frozenset[str | None]:
    """Branches some of whose days were not loaded in either window, although others' were: no change is known."""
    if subject.dimension != BRANCH:
        return frozenset()
    windows = {name: session.windows_of(rows, Filter(BRANCH, (name,)))[:2] for name in members}
    return frozenset(name for name, both in windows.items() if any(base_code(window) for window in both))


def _notes(
    subject: Subject, rows: Answered, moves: Sequence[Move], found: Iterable[tuple[str, Reversal]]
) -> Iterable[Note]:
    if "units_sold" in rows.plan.nulls:
        text = (
            "No loaded file has units sold, so price, volume and mix cannot be told apart: what they moved is in Other."
        )
        yield Note("UNITS_NOT_LOADED", text, "parts")
    unfit = [move.member for move in moves if not move.is_comparable]
    if unfit:
        named = ", ".join(f"'{name}'" for name in unfit[:5])
        yield Note("BASE_PARTIAL", f"Not every day was loaded of {named}; their change is in Other.", subject.dimension)
    for label, one in found:
        way, other = ("rose", "fell") if one.rose else ("fell", "rose")
        text = f"{label} {way} in all, while it {other} in each of the {one.members} kept members."
        yield Note("SIMPSON_REVERSAL", text, camel(one.measure))


def _named(found: Iterable[Reversal], catalog: Catalog) -> Iterable[tuple[str, Reversal]]:
    return ((catalog.measure[one.measure].label, one) for one in found)


Found = tuple[Answered, tuple[Move, ...], tuple[Reversal, ...]]
Ranked = Sequence[tuple[Move, int]]


def _data(session: Session, subject: Subject, found: Found) -> dict[str, Any]:
    whole, moves, reversed_ratios = found
    now, then = whole.current[subject.measure][0], whole.earlier[0][1][subject.measure][0]
    write = _Writer(session, subject)
    parts = _parts(moves, subject.metric)
    return {
        **_head(subject),
        **write.figures(change=now - then, now=now, then=then),
        "parts": [{"kind": kind.value, "member": None, **write.figures(value=part)} for kind, part in parts.items()],
        "reversals": [
            {"measure": camel(one.measure), "rose": one.rose, "members": one.members} for one in reversed_ratios
        ],
    }


def _ranked(moves: Sequence[Move], subject: Subject) -> Ranked:
    """Who moved the change, or the part asked for, and by how much: the largest first."""
    moved = _who_moved(moves, subject)
    return sorted(moved, key=lambda one: (-abs(one[1]), one[0].member is None, one[0].member or ""))


def _who_moved(moves: Sequence[Move], subject: Subject) -> Iterable[tuple[Move, int]]:
    if subject.part is None:
        return ((move, _moved(move, subject)) for move in moves)
    if subject.metric is Metric.UNITS:
        return units_moved(subject.part, moves)
    return money_moved(subject.part, moves, with_cost=subject.metric is Metric.PROFIT)


def _listed(write: _Writer, ranked: Ranked, limit: int) -> dict[str, Any]:
    rest = ranked[limit:]
    return {
        "members": [_member(move, moved, write) for move, moved in ranked[:limit]],
        "beyond": {"members": len(rest), **write.figures(value=sum(moved for _, moved in rest))},
    }


@dataclass(frozen=True, slots=True)
class _Writer:
    """Stored integers as plain numbers of the metric's unit."""

    session: Session
    subject: Subject

    def figures(self, **stored: int | None) -> dict[str, Any]:
        written = values(pl.Series(list(stored.values()), dtype=pl.Int64), _kind(self.session, self.subject), "UTC")
        return dict(zip(stored, written, strict=True))


def _value(side: Side, subject: Subject) -> int:
    return {Metric.REVENUE: side.net, Metric.PROFIT: side.profit, Metric.UNITS: side.units}[subject.metric]


def _moved(move: Move, subject: Subject) -> int:
    now, then = move.sides
    return _value(now, subject) - _value(then, subject)


def _member(move: Move, moved: int, write: _Writer) -> dict[str, Any]:
    now, then = (_value(side, write.subject) for side in move.sides)
    return {"kind": move.kind.value, "member": move.member, **write.figures(value=moved, now=now, then=then)}


def _head(subject: Subject) -> dict[str, str | None]:
    part = None if subject.part is None else subject.part.value
    return {"metric": subject.metric.value, "dimension": camel(subject.dimension), "part": part}


def _nothing(session: Session, subject: Subject, whole: Answered) -> dict[str, Any]:
    """The answer where there is no change to explain: what is known of the two sides, and no parts."""
    earlier = whole.earlier[0][1][subject.measure][0] if whole.earlier else None
    write = _Writer(session, subject)
    figures = write.figures(change=None, now=whole.current[subject.measure][0], then=earlier)
    beyond = {"members": 0, "value": None}
    return {**_head(subject), **figures, "parts": [], "members": [], "beyond": beyond, "reversals": []}


def _nulls(whole: Answered, subject: Subject, code: str) -> tuple[Null, ...]:
    now = whole.current[subject.measure][0]
    known = {"change": None, "now": now, "then": whole.earlier[0][1][subject.measure][0] if whole.earlier else None}
    fields = (*(name for name, value in known.items() if value is None), "beyond.value")
    return tuple(Null(name, code) for name in fields)


_VALUE = Field("value", FieldType.NUMBER, "its part of the change, in the metric's unit")
_PARTS = Field(
    "parts",
    FieldType.LIST,
    "the change by effect: NEW, LOST, PRICE, VOLUME, MIX, RETURNS, COST, OTHER, or KEPT for units; adds up to it",
    required=True,
    fields=(
        Field("kind", FieldType.TEXT, "the effect", required=True),
        Field("member", FieldType.TEXT, "null: an effect is taken over all members"),
        _VALUE,
    ),
    type_name="DriverPart",
)
_MEMBERS = Field(
    "members",
    FieldType.LIST,
    "the same change, or the part asked for, by member, the largest first; with `beyond` it adds up to it",
    required=True,
    fields=(
        Field("kind", FieldType.TEXT, "NEW, LOST, KEPT, or OTHER where its days were not all loaded", required=True),
        Field("member", FieldType.TEXT, "the member, null for lines without one"),
        _VALUE,
        Field("now", FieldType.NUMBER, "the metric in the period"),
        Field("then", FieldType.NUMBER, "the metric in the first comparison"),
    ),
    type_name="DriverMember",
)
_BEYOND = Field(
    "beyond",
    FieldType.OBJECT,
    "the members beyond the limit, together",
    required=True,
    fields=(Field("members", FieldType.COUNT, "how many", required=True), _VALUE),
    type_name="DriverRest",
)
_REVERSALS = Field(
    "reversals",
    FieldType.LIST,
    "ratios that moved one way in all and the other way in each kept member",
    required=True,
    fields=(
        Field("measure", FieldType.TEXT, "the ratio", required=True),
        Field("rose", FieldType.FLAG, "whether it rose in all", required=True),
        Field("members", FieldType.COUNT, "kept members", required=True),
    ),
    type_name="DriverReversal",
)


def driver_reports() -> tuple[ReportSpec, ...]:
    fields = (
        Field("metric", FieldType.TEXT, "REVENUE, PROFIT or UNITS", required=True),
        Field("dimension", FieldType.TEXT, "whose members are compared", required=True),
        Field("part", FieldType.TEXT, "the part whose members are listed; null: all of the change"),
        Field("change", FieldType.NUMBER, "now minus then"),
        Field("now", FieldType.NUMBER, "the metric in the period"),
        Field("then", FieldType.NUMBER, "the metric in the first comparison"),
        _PARTS,
        _MEMBERS,
        _BEYOND,
        _REVERSALS,
    )
    return (
        ReportSpec(
            "changeDrivers",
            "Why a sum changed: price, volume, mix, returns and cost, and the members that are new, lost or kept.",
            Field("changeDrivers", FieldType.OBJECT, fields=fields, type_name="ChangeDrivers"),
            (*COMMON, "metric", "dimension", "part", "limit"),
            _drivers,
            cost=40,
            limit=MOST_MEMBERS,
        ),
    )
