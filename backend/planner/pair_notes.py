"""What has to be said of an answer about pairs: baskets left out, pairs left out, orders that fall into two baskets.

Comes in: a window, the snapshot's facts, the view of it. Goes out: notes; none when the answer is all there is.
"""

from __future__ import annotations

from collections.abc import Iterator

from backend.planner.facts import Facts
from backend.planner.plan import Note, Window
from backend.planner.view import View
from druid.catalog.pairs import FLOOR, LARGEST_BASKET, PAIRS_TABLE, PLACES, SKIPPED
from druid.store.manifest import DataFile


def pair_notes(window: Window, facts: Facts, view: View) -> Iterator[Note]:
    """BASKETS_SKIPPED, PAIRS_FLOOR and PAIRS_APART of the months that a window touches."""
    months = facts.months_in(window.start_ms, window.end_ms)
    files = [file for file in view.manifest.of_table(PAIRS_TABLE) if file.month in months]
    skipped = sum(file.facts.get(SKIPPED, 0) for file in files)
    if skipped:
        told = f"{_number(skipped, view)} {'order' if skipped == 1 else 'orders'}"
        said = f"{told} of more than {LARGEST_BASKET} products in the months asked make no pairs."
        yield Note("BASKETS_SKIPPED", said, "orders")
    yield from _floor_note([file for file in files if (PAIRS_TABLE, file.month) not in facts.unusable])
    if apart := _orders_apart(window, facts, months):
        told = _number(apart, view)
        said = f"{told} orders have lines in two months, branches or regions; each part counts as an order here."
        yield Note("PAIRS_APART", said, "orders")


def _number(count: int, view: View) -> str:
    """How many; no number where it would tell of lines that may not be seen."""
    return "Some" if view.policy.is_limited else f"{count:,}"


def _floor_note(files: list[DataFile]) -> Iterator[Note]:
    floors = {file.month: file.facts.get(FLOOR, 1) for file in files}
    high = sorted(month for month, floor in floors.items() if floor > 1)
    if high:
        more = f" and {len(high) - 1} more months" if len(high) > 1 else ""
        floor = max(floors[month] for month in high)
        said = f"{high[0]}{more} have so many pairs that only those in at least {floor:,} orders of a month are kept."
        yield Note("PAIRS_FLOOR", said, "orders")


def _orders_apart(window: Window, facts: Facts, months: tuple[str, ...]) -> int:
    starts = [facts.months[name].start_ms for name in months]
    return sum(
        order.count
        for order in facts.touching(window.start_ms, window.end_ms)
        if set(order.varies) & set(PLACES) or any(order.first_ms < start <= order.last_ms for start in starts)
    )
