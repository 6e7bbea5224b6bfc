"""What a business sets itself: targets by month and commission rates by day, kept in the manifest beside the sales.

`Target` and `Rate` are the rows, `KEYS` the dimensions that they may name, `stints` the days on which rates count.
Plain values, which the manifest keeps. Money is at scale 4, units at scale 3, a rate at scale 6.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

KEYS = ("salesperson", "product_line", "branch")
"""Dimensions of targets and rates, the one that decides first in front."""
TARGET_MEASURES = ("net_revenue", "gross_profit", "units_sold")
RATE_SCALE = 6
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Target:
    """What one member is to reach in a month ("2024-03"): `value` of `measure`, scaled as the measure is."""

    month: str
    dimension: str
    member: str
    value: int
    measure: str = "net_revenue"

    @property
    def key(self) -> tuple[str, str, str, str]:
        return (self.month, self.dimension, self.member, self.measure)


@dataclass(frozen=True, slots=True)
class Rate:
    """The part of net revenue that is paid as commission, from a local day to another (included; None: until the next).

    A key that is None stands for every member.
    """

    rate: int
    effective_from: str
    effective_to: str | None = None
    salesperson: str | None = None
    product_line: str | None = None
    branch: str | None = None

    @property
    def members(self) -> tuple[str | None, str | None, str | None]:
        """The member of each of `KEYS`."""
        return (self.salesperson, self.product_line, self.branch)


@dataclass(frozen=True, slots=True)
class Stint:
    """A rate with the days on which it counts: from `first` to the day before `end`, for ever when that is None."""

    rate: Rate
    first: date
    end: date | None


def stints(rates: Iterable[Rate]) -> tuple[Stint, ...]:
    """Each rate's days: one without a last day ends where the next of the same members begins."""
    ordered = sorted(rates, key=_place)
    found = []
    for rate, following in zip(ordered, (*ordered[1:], None), strict=True):
        last = rate.effective_to
        end = None if last is None else date.fromisoformat(last) + _DAY
        if following is not None and following.members == rate.members:
            starts = date.fromisoformat(following.effective_from)
            end = starts if end is None else min(end, starts)
        found.append(Stint(rate, date.fromisoformat(rate.effective_from), end))
    return tuple(found)


def _place(rate: Rate) -> tuple[tuple[str, ...], str]:
    return (tuple("" if name is None else f"={name}" for name in rate.members), rate.effective_from)
