"""Targets and rates of a file beside those loaded before: rows of the same key take their place, others stay.

In: what is loaded, what the file says. Out: everything together in the order of its keys.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from druid.store.plans import Rate, Target
from ingestion.errors import LoadRefused
from ingestion.plans.judged import Judge
from ingestion.plans.rates import overlaps

MOST_KEPT = 100_000


def join_targets(loaded: Sequence[Target], fresh: Sequence[Target]) -> tuple[Target, ...]:
    """One target a month, member and measure."""
    by_key = {target.key: target for target in (*loaded, *fresh)}
    _refuse_many(len(by_key))
    return tuple(by_key[key] for key in sorted(by_key))


def join_rates(loaded: Sequence[Rate], fresh: Mapping[int, Rate], judge: Judge) -> tuple[Rate, ...]:
    """One rate for the same members and first day; those that then count on the same days are defects.

    `fresh` maps the position of a row to its rate.
    """
    by_key = {(rate.members, rate.effective_from): rate for rate in (*loaded, *fresh.values())}
    _refuse_many(len(by_key))
    joined = tuple(by_key[key] for key in sorted(by_key, key=_place))
    positions = {(rate.members, rate.effective_from): position for position, rate in fresh.items()}
    for earlier, later in overlaps(joined):
        ours = next(rate for rate in (later, earlier) if (rate.members, rate.effective_from) in positions)
        other = earlier if ours is later else later
        until = other.effective_to or "the next"
        about = f"The other counts from {other.effective_from} to {until}, {_origin(other, fresh.values())}."
        judge.blame("RATES_OVERLAP", positions[ours.members, ours.effective_from], "effective_from", about=about)
    return joined


def _origin(rate: Rate, fresh: Collection[Rate]) -> str:
    return "in this file" if rate in fresh else "loaded before"


def _place(key: tuple[tuple[str | None, ...], str]) -> tuple[tuple[tuple[bool, str], ...], str]:
    members, first = key
    return tuple((name is not None, name or "") for name in members), first


def _refuse_many(rows: int) -> None:
    if rows > MOST_KEPT:
        raise LoadRefused(
            "TOO_MANY_KEPT",
            f"The store would keep {rows:,} rows; {MOST_KEPT:,} is the most.",
            "Load a file of what still counts with --replace.",
        )
