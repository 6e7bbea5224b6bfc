"""Rows of a file of targets, judged: month, the one member, measure and value.

In: a sheet whose parts are those of `target_parts`, the currency. Out: `ReadTargets`, the targets by key with their
lines; every defect is with the judge.
"""

from __future__ import annotations

from collections.abc import Mapping

from druid.store.plans import Target
from ingestion.plans.amounts import Amounts, read_amounts
from ingestion.plans.days import Reading, read_month
from ingestion.plans.judged import Judge

_MEASURES: Mapping[str, str] = {
    **dict.fromkeys(("netrevenue", "revenue", "netsales", "sales"), "net_revenue"),
    **dict.fromkeys(("grossprofit", "profit"), "gross_profit"),
    **dict.fromkeys(("unitssold", "units", "quantity", "qty"), "units_sold"),
}
UNITS_STEP = 10
"""Amounts are read at scale 4, and units are kept at scale 3."""


def read_targets(judge: Judge, currency: str) -> tuple[Target, ...]:
    """The targets of a sheet, in the order of the file."""
    sheet = judge.sheet
    amounts = read_amounts(sheet.column("target"), sheet.headers["target"], currency, is_plain="target" in sheet.plain)
    judge.notices += amounts.notices
    members, reading = judge.members(), judge.reading(("month",))
    lines: dict[tuple[str, str, str, str], int] = {}
    found = []
    for position, line in enumerate(sheet.lines):
        target = _row(judge, position, members[position], (amounts, reading))
        if target is None:
            continue
        if target.key in lines:
            judge.blame("TARGET_TWICE", position, "month", about=f"The other is line {lines[target.key]}.")
        lines.setdefault(target.key, line)
        found.append(target)
    return tuple(found)


def _row(judge: Judge, position: int, members: Mapping[str, str], by: tuple[Amounts, Reading]) -> Target | None:
    """One row's target, None when something of it is wrong."""
    amounts, reading = by
    month = _month(judge, position, reading)
    named = _member(judge, position, members)
    measure = _measure(judge, position)
    value = _value(judge, position, amounts, measure or "")
    if month is None or named is None or measure is None or value is None:
        return None
    return Target(month, *named, value, measure)


def _month(judge: Judge, position: int, reading: Reading) -> str | None:
    text = judge.sheet.column("month")[position]
    found = "MISSING" if text is None else read_month(text, reading)
    if isinstance(found, str):
        judge.blame(found, position, "month")
        return None
    return f"{found:%Y-%m}"


def _member(judge: Judge, position: int, members: Mapping[str, str]) -> tuple[str, str] | None:
    if len(members) != 1:
        code = "SEVERAL_MEMBERS" if members else "NO_MEMBER"
        judge.blame(code, position, next(iter(members), "salesperson"))
        return None
    return next(iter(members.items()))


def _measure(judge: Judge, position: int) -> str | None:
    text = judge.sheet.column("measure")[position]
    measure = _MEASURES.get("".join(filter(str.isalnum, (text or "net revenue").casefold())))
    if measure is None:
        judge.blame("UNKNOWN_MEASURE", position, "measure")
    return measure


def _value(judge: Judge, position: int, amounts: Amounts, measure: str) -> int | None:
    value, code = amounts.values[position], amounts.codes[position]
    if value is None:
        code = code or "MISSING"
    elif value < 0:
        code = "NEGATIVE"
    elif measure == "units_sold" and value % UNITS_STEP:
        code = "PRECISION"
    if code is not None or value is None:
        judge.blame(code or "MISSING", position, "target")
        return None
    return value // UNITS_STEP if measure == "units_sold" else value
