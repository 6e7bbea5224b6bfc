"""When the sum of an order marker is the number of distinct orders of every group.

A marker is 1 on an order's first completed line of a business month. Its sum counts orders exactly when no order has
lines on both sides of a boundary of the question: a bucket's start, the window's ends, a business month's start, or
two members of an order-level dimension that is grouped or filtered.
"""

from __future__ import annotations

from bisect import bisect_right

from backend.planner.alignment import is_aligned
from backend.planner.facts import Facts
from backend.planner.plan import Window
from druid.catalog.model import Grain
from druid.store.manifest import OrderException


def is_countable(window: Window, boundaries: tuple[int, ...], touched: frozenset[str], facts: Facts) -> bool:
    """Whether markers count the window's orders exactly.

    Orders whose lines share a business-zone hour are not listed, so every boundary must fall between two such hours;
    the listed ones are checked one by one.
    """
    if not is_aligned(boundaries, Grain.HOUR, facts.zone):
        return False
    months = {facts.months[name].start_ms for name in facts.months_in(window.start_ms, window.end_ms)}
    splits = tuple(sorted({*boundaries, *months}))
    return not any(_is_split(order, splits, touched) for order in facts.touching(window.start_ms, window.end_ms))


def _is_split(order: OrderException, splits: tuple[int, ...], touched: frozenset[str]) -> bool:
    """Whether a boundary lies after the order's first line and not after its last, or its members differ."""
    crosses = bisect_right(splits, order.first_ms) < bisect_right(splits, order.last_ms)
    return crosses or not touched.isdisjoint(order.varies)
