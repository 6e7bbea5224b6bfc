"""Rows of a file of commission rates, judged: whom they are for, the rate, the first and the last day.

In: a sheet whose parts are those of `rate_parts`. Out: the rates by row; every defect is with the
judge. `overlaps` finds rates of the same members that count on the same days, also among those loaded before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from druid.store.plans import KEYS, Rate
from ingestion.plans.amounts import read_rate
from ingestion.plans.days import Reading, read_day
from ingestion.plans.judged import Judge

Members = tuple[str | None, str | None, str | None]


def read_rates(judge: Judge) -> dict[int, Rate]:
    """The rates of a sheet by the position of their row, in the order of the file."""
    members, reading = judge.members(), judge.reading(("effective_from", "effective_to"))
    lines: dict[tuple[Members, str], int] = {}
    found: dict[int, Rate] = {}
    for position, line in enumerate(judge.sheet.lines):
        rate = _row(judge, position, members[position], reading)
        if rate is None:
            continue
        key = (rate.members, rate.effective_from)
        if key in lines:
            judge.blame("RATE_TWICE", position, "effective_from", about=f"The other is line {lines[key]}.")
        lines.setdefault(key, line)
        found[position] = rate
    return found


def _row(judge: Judge, position: int, members: Mapping[str, str], reading: Reading) -> Rate | None:
    text = judge.sheet.column("rate")[position]
    rate = "MISSING" if text is None else read_rate(text)
    judge.kept(rate, position, "rate")
    first, is_first_right = _day(judge, position, "effective_from", reading)
    if first is None and is_first_right:
        judge.blame("MISSING", position, "effective_from")
    last, is_last_right = _day(judge, position, "effective_to", reading)
    if first and last and last < first:
        judge.blame("ENDS_BEFORE_IT_STARTS", position, "effective_to")
        return None
    if isinstance(rate, str) or first is None or not is_last_right:
        return None
    return Rate(rate, first, last, *(members.get(name) for name in KEYS))


def _day(judge: Judge, position: int, part: str, reading: Reading) -> tuple[str | None, bool]:
    """The day as ISO text, None where the cell is empty or wrong, and whether it is right."""
    text = judge.sheet.column(part)[position]
    if text is None:
        return None, True
    found = read_day(text, reading)
    is_right = judge.kept(found, position, part)
    return (None if isinstance(found, str) else found.isoformat()), is_right


def overlaps(rates: Iterable[Rate]) -> list[tuple[Rate, Rate]]:
    """Neighbours of the same members of which the earlier one says that it lasts into the later one."""
    by_members: dict[Members, list[Rate]] = {}
    for rate in rates:
        by_members.setdefault(rate.members, []).append(rate)
    return [
        (earlier, later)
        for group in by_members.values()
        for earlier, later in pairwise(sorted(group, key=lambda rate: rate.effective_from))
        if earlier.effective_to is not None and earlier.effective_to >= later.effective_from
    ]
