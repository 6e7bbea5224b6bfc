"""The grain lattice: which time buckets can be added up to which.

Two branches leave the day, so that a month never comes from weeks: hour -> day -> week, and
day -> month -> quarter -> year. Comes in: two grains; goes out: whether one is derivable from the other.
"""

from __future__ import annotations

from collections.abc import Mapping

from druid.catalog.model import Grain

COARSER: Mapping[Grain, tuple[Grain, ...]] = {
    Grain.HOUR: (Grain.DAY,),
    Grain.DAY: (Grain.WEEK, Grain.MONTH),
    Grain.WEEK: (),
    Grain.MONTH: (Grain.QUARTER,),
    Grain.QUARTER: (Grain.YEAR,),
    Grain.YEAR: (),
}

ISO_PERIOD: Mapping[Grain, str] = {
    Grain.HOUR: "PT1H",
    Grain.DAY: "P1D",
    Grain.WEEK: "P1W",
    Grain.MONTH: "P1M",
    Grain.QUARTER: "P3M",
    Grain.YEAR: "P1Y",
}


def is_derivable(fine: Grain, coarse: Grain) -> bool:
    """Whether every `coarse` bucket is a whole number of `fine` ones.

    >>> is_derivable(Grain.DAY, Grain.QUARTER), is_derivable(Grain.WEEK, Grain.MONTH)
    (True, False)
    """
    return fine == coarse or any(is_derivable(step, coarse) for step in COARSER[fine])
