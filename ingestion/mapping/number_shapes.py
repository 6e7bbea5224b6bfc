"""What the marks in a written number can mean, from its shape: the cell with every digit turned into 0.

In: a shape such as `0.000,00`. Out: which mark is the decimal one and which group digits, as far as this one
shape proves it; `ingestion.mapping.number_choice` decides for the column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SPACES = " \u00a0\u202f"
QUOTES = "'’"

_CURRENCY = re.compile(r"[^\W\d_]+\.?\s*|\s*/[=-]|[$€£¥]\s*")
_SIGNS = "+-−() \t\u00a0\u202f"
_CORE = re.compile(rf"[.,]?0(?:[0.,{QUOTES}{SPACES}]*0)?[.,]?")


@dataclass(frozen=True, slots=True)
class Marks:
    """What a shape proves. `lone` is a single mark before exactly three digits, which proves nothing."""

    decimal: str = ""
    grouping: str = ""
    lone: str = ""


def read_marks(shape: str) -> Marks | None:
    """The marks of a number's shape, None when it is no number.

    >>> read_marks("(0.000,00)")
    Marks(decimal=',', grouping='.', lone='')
    >>> read_marks("0,000")
    Marks(decimal='', grouping='', lone=',')
    """
    core = _CURRENCY.sub("", shape).strip(_SIGNS)
    if not _CORE.fullmatch(core):
        return None
    marks = [mark for mark in core if mark != "0"]
    if not marks:
        return Marks()
    if _is_lone(core, marks):
        return Marks(lone=marks[0])
    last = marks[-1]
    if last in ".," and marks.count(last) == 1:
        whole, _, _ = core.rpartition(last)
        grouping = _grouping(whole)
        return None if grouping is None else Marks(decimal=last, grouping=grouping)
    grouping = _grouping(core)
    return None if grouping is None else Marks(grouping=grouping)


def _is_lone(core: str, marks: list[str]) -> bool:
    return len(marks) == 1 and marks[0] in ".," and bool(re.fullmatch(r"0{1,3}[.,]000", core))


def _grouping(whole: str) -> str | None:
    """The marks between groups of three, of one kind; None when the groups are not of three."""
    marks = sorted(set(whole) - {"0"})
    if not marks:
        return ""
    is_one_kind = any(set(marks) <= set(kind) for kind in (".", ",", SPACES, QUOTES))
    groups = re.split(r"[^0]", whole)
    is_grouped = 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    return "".join(marks) if is_one_kind and is_grouped else None
