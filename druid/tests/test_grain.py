"""The lattice: what adds up to what, written out in full."""

from __future__ import annotations

from druid.catalog.model import Grain
from druid.grain import ISO_PERIOD, is_derivable

DERIVABLE = {
    Grain.HOUR: {*Grain},
    Grain.DAY: {Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR},
    Grain.WEEK: {Grain.WEEK},
    Grain.MONTH: {Grain.MONTH, Grain.QUARTER, Grain.YEAR},
    Grain.QUARTER: {Grain.QUARTER, Grain.YEAR},
    Grain.YEAR: {Grain.YEAR},
}


def test_every_pair_of_grains() -> None:
    for fine in Grain:
        assert {coarse for coarse in Grain if is_derivable(fine, coarse)} == DERIVABLE[fine]


def test_every_grain_has_a_period() -> None:
    assert set(ISO_PERIOD) == set(Grain)
