"""The one reading of each number column, decided from the surveys of all of them by fixed rules.

In: surveys by header, and the marks a mapping names. Out: a `NumberFormat` a header, with notices, or `FileRefused`.
Rules: a cell that only one reading fits proves the decimal mark of its column, and of the columns that prove
nothing; a lone mark before exactly three digits is then read by that proof, and without any as a thousands mark,
with a warning that states both totals; up to 5 % of a column's cells may contradict its proof, and a proof by 5 %
or fewer of the cells that it would decide is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ingestion.errors import FileRefused
from ingestion.mapping.date_choice import MAX_MINORITY
from ingestion.mapping.number_survey import NumberSurvey
from ingestion.mapping.words import Marks
from ingestion.read.source import Notice
from ingestion.recipe import NumberFormat

_OTHER = {".": ",", ",": "."}
_HINT = 'Name the marks in a mapping, such as `{{header: {header}, decimal: ",", thousands: "."}}`.'


@dataclass(frozen=True, slots=True)
class NumberChoice:
    """The format to read a column with, what it rests on, and what a person should know."""

    format: NumberFormat
    evidence: str
    notices: tuple[Notice, ...] = ()


def choose_numbers(surveys: Mapping[str, NumberSurvey], named: Mapping[str, Marks]) -> dict[str, NumberChoice]:
    """The reading of every number column; `named` holds the marks that the mapping gives a header."""
    telling = {
        header: _choose(header, survey, named[header], _proved_elsewhere(surveys, header))
        for header, survey in surveys.items()
        if decimal_votes(survey) or _lone(survey)
    }
    decimals = {choice.format.decimal for choice in telling.values()}
    common = decimals.pop() if len(decimals) == 1 else None
    silent = {h: _choose(h, s, named[h], common) for h, s in surveys.items() if h not in telling}
    return _unified({header: (telling | silent)[header] for header in surveys})


def _unified(choices: dict[str, NumberChoice]) -> dict[str, NumberChoice]:
    """Columns with one decimal mark share their thousands marks too: a file has one way of writing numbers."""
    if len({choice.format.decimal for choice in choices.values()}) != 1:
        return choices
    thousands = "".join(sorted({mark for choice in choices.values() for mark in choice.format.thousands}))
    return {
        header: replace(choice, format=NumberFormat(choice.format.decimal, thousands))
        for header, choice in choices.items()
    }


def decimal_votes(survey: NumberSurvey) -> Counter[str]:
    """Cells that prove the decimal mark: by a decimal part, or by repeated groups of the other mark."""
    votes: Counter[str] = Counter()
    for marks, count in survey.marks.items():
        grouping = next((mark for mark in marks.grouping if mark in _OTHER), None)
        decimal = marks.decimal or (_OTHER[grouping] if grouping else "")
        if decimal:
            votes[decimal] += count
    return votes


def _proved_elsewhere(surveys: Mapping[str, NumberSurvey], header: str) -> str | None:
    """The decimal mark that every other column with a proof agrees on."""
    marks = {mark for other, survey in surveys.items() if other != header for mark in decimal_votes(survey)}
    return marks.pop() if len(marks) == 1 else None


def _choose(header: str, survey: NumberSurvey, named: Marks, elsewhere: str | None) -> NumberChoice:
    votes, lone = decimal_votes(survey), _lone(survey)
    given = named.decimal or _named_by_thousands(named.thousands)
    if given is not None:
        return _agreed(header, survey, given, named.thousands)
    if votes:
        return _voted(header, survey, named, elsewhere)
    if len(lone) == 2 and elsewhere is None:
        raise _undecided(header, survey)
    if lone and elsewhere is None:
        return _assumed(header, survey, next(iter(lone)))
    choice = _agreed(header, survey, elsewhere or ".", named.thousands)
    parted = lone[choice.format.decimal]
    return replace(choice, notices=_parted(header, survey, parted)) if parted else choice


def _voted(header: str, survey: NumberSurvey, named: Marks, elsewhere: str | None) -> NumberChoice:
    """The mark that the column's own cells prove, unless the proof is a trifle beside what it would decide."""
    votes, lone = decimal_votes(survey), _lone(survey)
    if len(votes) == 2 and min(votes.values()) > MAX_MINORITY * survey.cells:
        raise _mixed(header, votes)
    decimal = max(votes, key=lambda mark: (votes[mark], mark))
    is_trifle = votes[decimal] <= MAX_MINORITY * (votes[decimal] + lone[decimal])
    if is_trifle and elsewhere != decimal:
        raise _undecided(header, survey)
    return _agreed(header, survey, decimal, named.thousands)


def _lone(survey: NumberSurvey) -> Counter[str]:
    lone: Counter[str] = Counter()
    for marks, count in survey.marks.items():
        if marks.lone:
            lone[marks.lone] += count
    return lone


def _named_by_thousands(thousands: str | None) -> str | None:
    grouping = [mark for mark in thousands or "" if mark in _OTHER]
    return _OTHER[grouping[0]] if grouping else None


def _agreed(header: str, survey: NumberSurvey, decimal: str, thousands: str | None) -> NumberChoice:
    if thousands is None:
        seen = {mark for marks in survey.marks for mark in (*marks.grouping, *marks.lone)}
        thousands = "".join(sorted(seen - {decimal}))
    against = sum(count for mark, count in decimal_votes(survey).items() if mark != decimal)
    notices: tuple[Notice, ...] = ()
    if against:
        message = f"{against:,} cells of {header!r} use {_OTHER[decimal]!r} as the decimal mark; they go to quarantine."
        notices = (Notice("MIXED_NUMBERS", message, against),)
    return NumberChoice(NumberFormat(decimal, thousands), _evidence(header, survey, decimal), notices)


def _assumed(header: str, survey: NumberSurvey, mark: str) -> NumberChoice:
    count = _lone(survey)[mark]
    grouped, parted = _totals(survey)
    message = (
        f"{header!r} has {count:,} cells like 1{mark}234 and no other evidence: {mark!r} is read as a thousands mark. "
        f"The total is {grouped:,} so, and {parted:,} if it is a decimal mark."
    )
    format_ = NumberFormat(_OTHER[mark], mark)
    return NumberChoice(
        format_, _evidence(header, survey, format_.decimal), (Notice("THOUSANDS_ASSUMED", message, count),)
    )


def _parted(header: str, survey: NumberSurvey, count: int) -> tuple[Notice, ...]:
    """A warning where only other columns prove that a lone mark parts decimals."""
    grouped, parted = _totals(survey)
    message = (
        f"{header!r} has {count:,} cells with three decimals; other columns prove their mark to be the decimal one. "
        f"The total is {parted:,} so, and {grouped:,} if it groups digits."
    )
    return (Notice("DECIMALS_ASSUMED", message, count),)


def _totals(survey: NumberSurvey) -> tuple[Decimal, Decimal]:
    """The column's total with lone marks as thousands marks, and as decimal marks."""
    parted = Decimal(survey.whole_sum) + Decimal(survey.lone_sum) / 1000
    return Decimal(survey.whole_sum + survey.lone_sum), parted


def _evidence(header: str, survey: NumberSurvey, decimal: str) -> str:
    votes = decimal_votes(survey)[decimal]
    if votes:
        return f"{header}: {votes:,} of {survey.cells:,} cells prove {decimal!r} to be the decimal mark"
    return f"{header}: none of {survey.cells:,} cells proves a decimal mark; {decimal!r} is taken"


def _mixed(header: str, votes: Counter[str]) -> FileRefused:
    counts = " and ".join(f"{count:,} cells use {mark!r}" for mark, count in sorted(votes.items()))
    message = f"The numbers in {header!r} have two decimal marks: {counts}."
    return FileRefused("MIXED_NUMBERS", message, _HINT.format(header=header), details={"votes": dict(votes)})


def _undecided(header: str, survey: NumberSurvey) -> FileRefused:
    grouped, parted = _totals(survey)
    message = (
        f"The numbers in {header!r} have too many forms like 1,234 or 1.234, which can be read two ways: "
        f"the total is {grouped:,} if the marks group digits, {parted:,} if they part decimals."
    )
    totals = {"thousands": str(grouped), "decimal": str(parted)}
    return FileRefused("AMBIGUOUS_NUMBER", message, _HINT.format(header=header), details=totals)
