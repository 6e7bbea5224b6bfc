"""The one reading of a date column, decided from its survey by fixed rules, or refused with both readings.

In: a `DateSurvey` and what the mapping says about the order. Out: a `DateFormat` with notices, or `FileRefused`.
Rules: a number above 12 in one place proves the other place to be the month; the reading of most cells is taken
and the others are left to quarantine, up to 5 % of the cells; what the cells cannot decide is refused.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from ingestion.errors import FileRefused
from ingestion.mapping.date_shapes import DateShape, Family
from ingestion.mapping.date_survey import DateSurvey, Triple
from ingestion.mapping.document import DateOrder
from ingestion.read.source import Notice
from ingestion.recipe import DateFormat

MAX_MINORITY = 0.05


@dataclass(frozen=True, slots=True)
class DateChoice:
    """The format to read a column with, what it rests on, and what a person should know."""

    format: DateFormat
    evidence: str
    notices: tuple[Notice, ...] = ()
    has_only_midnights: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """How day and month are ordered in numeric dates: cells that prove each order, and the one to use."""

    day_first: bool
    proofs: int
    contradictions: int
    open: int


def choose_dates(header: str, survey: DateSurvey, hint: DateOrder | None, today: date) -> DateChoice:
    """The reading of a column's dates."""
    if 2 * sum(survey.dates.values()) < survey.cells or not survey.dates:
        raise _not_dates(header, survey)
    order = _order(header, survey, hint, today)
    shapes, fitting = _majority(survey, order)
    if any(shape.has_short_year for shape in shapes):
        raise _short_year(header, shapes, order)
    dated = sum(survey.dates.values())
    if dated - fitting > MAX_MINORITY * dated:
        raise _mixed(header, survey, order, fitting)
    has_clock = any(shape.time for shape in shapes)
    return DateChoice(
        _format(shapes, order),
        _evidence(header, survey, shapes, order),
        tuple(_notices(header, survey, shapes, fitting)),
        has_only_midnights=not has_clock or survey.midnights >= fitting,
    )


def choose_clocks(header: str, survey: DateSurvey) -> tuple[str, ...]:
    """The patterns of a column that holds times of the day, the most frequent first."""
    if not survey.clocks:
        raise FileRefused(
            "UNREADABLE_TIMES",
            f"The column {header!r} holds no times of the day.",
            "Name the format in the mapping, such as time: {header: Time, format: '%H:%M'}.",
        )
    return tuple(sorted(survey.clocks, key=lambda clock: (-survey.clocks[clock], clock)))


def date_range(triples: Counter[Triple], *, day_first: bool) -> tuple[date, date] | None:
    """The first and the last day that numeric dates name under one order."""
    days = [day for triple in triples if (day := _day(triple, day_first=day_first))]
    return (min(days), max(days)) if days else None


def _day(triple: Triple, *, day_first: bool) -> date | None:
    month, day = (triple.second, triple.first) if day_first else (triple.first, triple.second)
    year = triple.year if triple.year > 99 else 2000 + triple.year
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _order(header: str, survey: DateSurvey, hint: DateOrder | None, today: date) -> Order:
    day_first = sum(n for t, n in survey.triples.items() if t.second <= 12 < t.first)
    month_first = sum(n for t, n in survey.triples.items() if t.first <= 12 < t.second)
    undecided = sum(n for t, n in survey.triples.items() if max(t.first, t.second) <= 12 and t.first != t.second)
    if hint in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST):
        is_day_first = hint is DateOrder.DAY_FIRST
    elif day_first == month_first and (undecided or day_first):
        if _leads(survey, Family.NUMERIC):
            raise _ambiguous(header, survey, today)
        is_day_first = True
    else:
        is_day_first = day_first >= month_first
    proofs, contradictions = (day_first, month_first) if is_day_first else (month_first, day_first)
    return Order(is_day_first, proofs, contradictions, undecided)


def _leads(survey: DateSurvey, family: Family) -> bool:
    """Whether enough cells are of the family for its reading to matter to more than the permitted minority."""
    dated = sum(survey.dates.values())
    return sum(n for shape, n in survey.dates.items() if shape.family is family) > MAX_MINORITY * dated


def _majority(survey: DateSurvey, order: Order) -> tuple[list[DateShape], int]:
    """The shapes of the reading that fits most cells, the most frequent first, and how many cells it fits."""
    fits: Counter[tuple[Family, str]] = Counter()
    for shape, count in survey.dates.items():
        fits[_reading(shape)] += count
    for reading in fits:
        if reading[0] is Family.NUMERIC:
            fits[reading] -= order.contradictions
    best, fitting = min(fits.items(), key=lambda item: (-item[1], item[0]))
    shapes = [shape for shape in survey.dates if _reading(shape) == best]
    return sorted(shapes, key=lambda shape: (-survey.dates[shape], shape.time)), fitting


def _reading(shape: DateShape) -> tuple[Family, str]:
    return shape.family, shape.date.replace("%B", "%b")


def _format(shapes: list[DateShape], order: Order) -> DateFormat:
    if shapes[0].family is Family.SERIAL:
        return DateFormat(excel_serial=True)
    patterns = (shape.pattern(day_first=order.day_first) for shape in shapes)
    return DateFormat(patterns=tuple(dict.fromkeys(patterns)))


def _evidence(header: str, survey: DateSurvey, shapes: list[DateShape], order: Order) -> str:
    fitting = sum(survey.dates[shape] for shape in shapes)
    line = f"{header}: {fitting:,} of {survey.cells:,} cells are written {shapes[0].family.value}"
    if shapes[0].family is not Family.NUMERIC:
        return line
    first = "day" if order.day_first else "month"
    return f"{line}; {order.proofs:,} prove the {first} to be first, {order.contradictions:,} say otherwise"


def _notices(header: str, survey: DateSurvey, shapes: list[DateShape], fitting: int) -> list[Notice]:
    notices = []
    minority = sum(survey.dates.values()) - fitting
    if minority:
        message = f"{minority:,} cells of {header!r} are dates in another format; those lines go to quarantine."
        notices.append(Notice("MIXED_DATES", message, minority))
    if survey.unread:
        message = f"{survey.unread:,} cells of {header!r} are no dates, such as {survey.examples[0].value!r}."
        lines = tuple(example.line for example in survey.examples)
        notices.append(Notice("UNREADABLE_DATES", message, survey.unread, lines))
    if shapes[0].family is Family.SERIAL:
        message = f"{header!r} holds Excel day numbers; they are read as days since 1899-12-30."
        notices.append(Notice("EXCEL_SERIAL_DATES", message, fitting))
    return notices


def _ambiguous(header: str, survey: DateSurvey, today: date) -> FileRefused:
    day, month = (_span(date_range(survey.triples, day_first=order), today) for order in (True, False))
    message = f"The dates in {header!r} can be read two ways: day first {day}, month first {month}."
    hint = "Say which one in a mapping: `date_order: day_first` or `date_order: month_first`."
    return FileRefused("AMBIGUOUS_DATE", message, hint, details={"day_first": day, "month_first": month})


def _span(days: tuple[date, date] | None, today: date) -> str:
    """Days in the future are pointed out, and decide nothing: they could as well be typing errors."""
    if days is None:
        return "impossible"
    return f"{days[0]} to {days[1]}" + " (in the future)" * (days[1] > today)


def _short_year(header: str, shapes: list[DateShape], order: Order) -> FileRefused:
    pattern = shapes[0].pattern(day_first=order.day_first)
    message = f"The dates in {header!r} have two-digit years, which are not guessed."
    hint = f'Name the format in a mapping; it seems to be `date_format: "{pattern}"`.'
    return FileRefused("TWO_DIGIT_YEAR", message, hint, details={"format": pattern})


def _mixed(header: str, survey: DateSurvey, order: Order, fitting: int) -> FileRefused:
    dated = sum(survey.dates.values())
    formats = {shape.pattern(day_first=order.day_first) or Family.SERIAL.value: n for shape, n in survey.dates.items()}
    message = f"The dates in {header!r} are written in several formats; the commonest fits {fitting:,} of {dated:,}."
    hint = "List the formats in a mapping, in the order to try them: `date_format: [...]`."
    return FileRefused("MIXED_DATES", message, hint, details={"formats": formats})


def _not_dates(header: str, survey: DateSurvey) -> FileRefused:
    sample = survey.examples[0] if survey.examples else None
    found = f"holds too few dates that are known; one of the others is {sample.value!r}" if sample else "holds no dates"
    return FileRefused(
        "UNREADABLE_DATES",
        f"The column {header!r} {found}.",
        'Name the format in a mapping, such as `date_format: "%d/%m/%Y"`.',
        line=sample.line if sample else None,
    )
