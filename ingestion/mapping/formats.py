"""The formats of a file's dates and numbers: as the mapping names them, natively typed, or chosen from evidence.

In: a `Plan`, and the `Evidence` about the headers that `dates_asked` and `numbers_asked` listed. Out: `Formats`,
which hold a format for every column that needs one, with evidence, notices and questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingestion.mapping.date_choice import DateChoice, choose_clocks, choose_dates
from ingestion.mapping.evidence import Evidence
from ingestion.mapping.headers import Question
from ingestion.mapping.number_choice import NumberChoice, choose_numbers
from ingestion.mapping.origin import EXCEL_SERIAL, Origin
from ingestion.mapping.plan import Plan
from ingestion.mapping.words import Marks
from ingestion.read.source import Notice
from ingestion.recipe import DateFormat, NumberFormat


@dataclass(frozen=True, slots=True)
class Formats:
    """A `DateFormat` a canonical column, a `NumberFormat` a header."""

    dates: Mapping[str, DateFormat]
    numbers: Mapping[str, NumberFormat]
    evidence: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    questions: tuple[Question, ...] = ()


def dates_asked(plan: Plan) -> tuple[str, ...]:
    """Headers of dates and of times of the day whose format the mapping does not name."""
    asked = []
    for origin in plan.moments():
        if origin.header and not plan.formats(origin):
            asked.append(origin.header)
        if origin.time_header and not origin.time_formats:
            asked.append(origin.time_header)
    return tuple(asked)


def numbers_asked(plan: Plan) -> tuple[str, ...]:
    """Headers of text numbers whose marks the mapping does not name in full."""
    return tuple(header for header, marks in plan.numbers().items() if _given(plan, header, marks) is None)


def choose_formats(plan: Plan, evidence: Evidence) -> Formats:
    """Every format of the file."""
    choices = {o.column: _date(plan, o, evidence) for o in plan.moments()}
    marks = plan.numbers()
    numbers = choose_numbers(evidence.numbers, marks)
    given = {header: format_ for header, named in marks.items() if (format_ := _given(plan, header, named))}
    asked: list[DateChoice | NumberChoice] = [*choices.values(), *numbers.values()]
    return Formats(
        {column: choice.format for column, choice in choices.items()},
        given | {header: choice.format for header, choice in numbers.items()},
        tuple(choice.evidence for choice in asked if choice.evidence),
        (*_midnight_notices(plan, choices), *(notice for choice in asked for notice in choice.notices)),
        _sign_questions(plan, evidence),
    )


def _given(plan: Plan, header: str, marks: Marks) -> NumberFormat | None:
    """The format that needs no evidence: native numbers are written plainly, named marks are taken."""
    native = plan.source.native.get(header)
    if native is not None and native.is_numeric():
        return NumberFormat()
    if marks.decimal is None or marks.thousands is None:
        return None
    return NumberFormat(marks.decimal, marks.thousands)


def _date(plan: Plan, origin: Origin, evidence: Evidence) -> DateChoice:
    clocks = origin.time_formats
    if origin.time_header and not clocks:
        clocks = choose_clocks(origin.time_header, evidence.dates[origin.time_header])
    if formats := plan.formats(origin):
        patterns = tuple(pattern for pattern in formats if pattern != EXCEL_SERIAL)
        found = DateFormat(patterns, excel_serial=EXCEL_SERIAL in formats)
        choice = DateChoice(found, "", has_only_midnights=not found.excel_serial and not any(map(names_hour, patterns)))
    else:
        header = str(origin.header)
        choice = choose_dates(header, evidence.dates[header], plan.document.date_order, plan.today)
    found = choice.format
    timed = DateFormat(found.patterns, found.excel_serial, origin.time_header, clocks)
    is_bare = choice.has_only_midnights and not origin.time_header
    return DateChoice(timed, choice.evidence, choice.notices, is_bare)


def names_hour(pattern: str) -> bool:
    """Whether a strptime pattern reads a time of the day."""
    return any(mark in pattern for mark in ("%H", "%I", "%T", "%R"))


def _midnight_notices(plan: Plan, choices: Mapping[str, DateChoice]) -> list[Notice]:
    headers = {origin.column: origin.header for origin in plan.moments()}
    message = "{!r} holds no time of the day, so answers by hour will not be given for this file."
    return [
        Notice("TIME_OF_DAY_NOT_LOADED", message.format(headers[column]))
        for column, choice in choices.items()
        if choice.has_only_midnights
    ]


def _sign_questions(plan: Plan, evidence: Evidence) -> tuple[Question, ...]:
    """Negative quantities need a rule; without one their lines go to quarantine."""
    if plan.document.negative_units_are_returns:
        return ()
    units = next((o.header for o in plan.bound.origins if o.column == "units_sold" and o.header), None)
    survey = evidence.numbers.get(units or "")
    if survey is None or not survey.negative:
        return ()
    text = f"{survey.negative:,} cells of {units!r} are negative. If they are returns, say `negative_units: returns`."
    return (Question("sign_rules", text),)
