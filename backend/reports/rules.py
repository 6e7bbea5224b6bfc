"""The thresholds by which customers, products and baskets are classed: settings, stated in every answer that uses them.

Data only. Built from the settings by the application; reports read it from `Conventions.rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Rules:
    """Days are local days, shares are parts of a whole, `horizon_weeks` is how far lifetime value looks ahead.

    `trading_days` are ISO weekdays, 1 (Monday) to 7, over which a month's target is spread.
    `basket_orders` is the fewest orders in which a pair must have been bought to be listed.
    """

    churned_days: int = 180
    at_risk_days: int = 90
    new_days: int = 90
    premium_share: Fraction = Fraction(1, 5)
    premium_days: int = 365
    class_a_share: Fraction = Fraction(4, 5)
    class_b_share: Fraction = Fraction(19, 20)
    horizon_weeks: int = 52
    basket_orders: int = 2
    trading_days: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)


RULES = Rules()
