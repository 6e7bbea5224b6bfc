"""Why a sum changed: exact price, volume, mix, returns and cost effects over members that are new, lost or kept.

Comes in: each member's figures in two windows as stored integers (money scale 4, units scale 3). Goes out: parts that
add up to the change to the last digit, and ratios that moved against every member of theirs. No frame, no report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise

PLACES = 10**24
"""Inner divisions keep so many more places than the result, so that only the last step rounds."""


class Kind(StrEnum):
    NEW = "NEW"
    LOST = "LOST"
    KEPT = "KEPT"
    PRICE = "PRICE"
    VOLUME = "VOLUME"
    MIX = "MIX"
    RETURNS = "RETURNS"
    COST = "COST"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Side:
    """A member's sums in one window: money at scale 4, returns zero or negative, units sold at scale 3."""

    gross: int = 0
    returns: int = 0
    cost: int = 0
    units: int = 0

    @property
    def net(self) -> int:
        return self.gross + self.returns

    @property
    def profit(self) -> int:
        return self.net - self.cost


@dataclass(frozen=True, slots=True)
class Move:
    """One member now and then; None where it has no line. `is_comparable` is off where its own days lack a base."""

    member: str | None
    now: Side | None
    then: Side | None
    is_comparable: bool = True

    @property
    def kind(self) -> Kind:
        if not self.is_comparable:
            return Kind.OTHER
        if self.then is None:
            return Kind.NEW
        return Kind.LOST if self.now is None else Kind.KEPT

    @property
    def is_split(self) -> bool:
        """Whether its change is taken apart: kept, with units on both sides."""
        return self.kind is Kind.KEPT and all(side.units > 0 for side in self.sides)

    @property
    def sides(self) -> tuple[Side, Side]:
        """Now and then, with nothing where there is no line."""
        return self.now or Side(), self.then or Side()


def unit_parts(moves: Iterable[Move]) -> dict[Kind, int]:
    """The change of units sold by new, lost and kept members."""
    parts = dict.fromkeys((Kind.NEW, Kind.LOST, Kind.KEPT, Kind.OTHER), 0)
    for move in moves:
        now, then = move.sides
        parts[move.kind] += now.units - then.units
    return parts


def money_parts(moves: Sequence[Move], *, with_cost: bool) -> dict[Kind, int]:
    """The change of net revenue, or of profit `with_cost`, in parts that add up to it.

    Over kept members with units on both sides, u units, p gross revenue of a unit, U totals, P0 = sum(u0 p0) / U0:
    price = sum u1 (p1 - p0), volume = (U1 - U0) P0, mix = sum (u1 - u0 U1 / U0) p0; then what returns and cost moved.
    A kept member without units on a side goes whole to OTHER.
    """
    split = [move for move in moves if move.is_split]
    parts = dict.fromkeys((Kind.NEW, Kind.LOST), 0)
    parts |= _gross_parts(split)
    parts[Kind.RETURNS] = _change(split, "returns")
    if with_cost:
        parts[Kind.COST] = -_change(split, "cost")
    parts[Kind.OTHER] = 0
    for move in set(moves).difference(split):
        parts[_whole_kind(move)] += _change((move,), "profit" if with_cost else "net")
    return parts


def _whole_kind(move: Move) -> Kind:
    """The part to which a member goes whole."""
    return Kind.OTHER if move.kind is Kind.KEPT else move.kind


def _change(moves: Iterable[Move], name: str) -> int:
    return sum(getattr(move.sides[0], name) - getattr(move.sides[1], name) for move in moves)


def units_moved(part: Kind, moves: Iterable[Move]) -> tuple[tuple[Move, int], ...]:
    """The members behind one of `unit_parts`, each with its own change; they add up to the part."""
    return tuple((move, _change((move,), "units")) for move in moves if move.kind is part)


def money_moved(part: Kind, moves: Sequence[Move], *, with_cost: bool) -> tuple[tuple[Move, int], ...]:
    """The members behind one of `money_parts`, each with what it moved in it; they add up to the part.

    What volume moved is shared as gross revenue was then: had every member sold U1 / U0 times its units, at the same
    prices. Mix is what is left of each member's own units.
    """
    split = [move for move in moves if move.is_split]
    if part in _GROSS_PARTS:
        return _gross_moved(part, split)
    if part in {Kind.RETURNS, Kind.COST}:
        name, sign = ("returns", 1) if part is Kind.RETURNS else ("cost", -1)
        return tuple((move, sign * _change((move,), name)) for move in split)
    whole = (move for move in moves if not move.is_split and _whole_kind(move) is part)
    return tuple((move, _change((move,), "profit" if with_cost else "net")) for move in whole)


_GROSS_PARTS = (Kind.PRICE, Kind.VOLUME, Kind.MIX)


def _gross_moved(part: Kind, split: Sequence[Move]) -> tuple[tuple[Move, int], ...]:
    """Whole numbers that add up: each is the step of the rounded running sum, the largest last."""
    units_now, units_then = (sum(move.sides[i].units for move in split) for i in (0, 1))
    exact = sorted(
        ((move, _gross_share(part, move, (units_now, units_then))) for move in split), key=lambda one: abs(one[1])
    )
    sums = [0, *(_rounded(value) for value in accumulate(value for _, value in exact))]
    sums[-1] = _gross_parts(split)[part]
    return tuple((move, after - before) for (move, _), (before, after) in zip(exact, pairwise(sums), strict=True))


def _gross_share(part: Kind, move: Move, units: tuple[int, int]) -> int:
    """What one member moved in price, volume or mix, in `PLACES` more places."""
    now, then = move.sides
    at_old_price = now.units * then.gross * PLACES // then.units
    at_old_share = units[0] * then.gross * PLACES // units[1]
    return {
        Kind.PRICE: now.gross * PLACES - at_old_price,
        Kind.VOLUME: at_old_share - then.gross * PLACES,
        Kind.MIX: at_old_price - at_old_share,
    }[part]


def _gross_parts(kept: Sequence[Move]) -> dict[Kind, int]:
    """Price, volume and mix: whole numbers that add up to the change of gross revenue."""
    sides = [move.sides for move in kept]
    gross_now, gross_then = (sum(side[i].gross for side in sides) for i in (0, 1))
    units_now, units_then = (sum(side[i].units for side in sides) for i in (0, 1))
    if not units_then:
        return dict.fromkeys(_GROSS_PARTS, 0)
    at_old_prices = sum(now.units * then.gross * PLACES // then.units for now, then in sides)
    at_old_mix = units_now * gross_then * PLACES // units_then
    exact = {
        Kind.PRICE: gross_now * PLACES - at_old_prices,
        Kind.VOLUME: at_old_mix - gross_then * PLACES,
        Kind.MIX: at_old_prices - at_old_mix,
    }
    return _whole(exact, gross_now - gross_then)


def _whole(exact: Mapping[Kind, int], total: int) -> dict[Kind, int]:
    """Parts rounded half to even; what is left over goes to the largest."""
    parts = {kind: _rounded(value) for kind, value in exact.items()}
    largest = max(parts, key=lambda kind: abs(parts[kind]))
    parts[largest] += total - sum(parts.values())
    return parts


def _rounded(value: int) -> int:
    whole, rest = divmod(value, PLACES)
    return whole + (2 * rest > PLACES or (2 * rest == PLACES and whole % 2 == 1))


@dataclass(frozen=True, slots=True)
class Reversal:
    """A ratio of the kept members together that moved one way while each of them moved the other way."""

    measure: str
    rose: bool
    members: int


_RATIOS: Mapping[str, tuple[str, str]] = {
    "average_selling_price": ("gross", "units"),
    "profit_margin": ("profit", "net"),
    "return_rate": ("returns", "gross"),
}
"""Ratios of two sums; the return rate's sign is turned where it is shown, not here."""


def reversals(moves: Iterable[Move], measures: Iterable[str]) -> tuple[Reversal, ...]:
    """Simpson's reversals among the kept members: the whole against every one of its parts."""
    kept = [move.sides for move in moves if move.kind is Kind.KEPT]
    found = (_reversal(kept, measure) for measure in measures)
    return tuple(reversal for reversal in found if reversal is not None)


def _reversal(kept: Sequence[tuple[Side, Side]], measure: str) -> Reversal | None:
    top, bottom = _RATIOS[measure]
    pairs = [_pair(now, then, top, bottom) for now, then in kept]
    known = [pair for pair in pairs if pair[1] > 0 and pair[3] > 0]
    if len(known) < 2 or len(known) < len(pairs):
        return None
    signs = {_direction(pair) for pair in known}
    whole = _direction(tuple(map(sum, zip(*known, strict=True))))
    if len(signs) > 1 or not whole or signs != {-whole}:
        return None
    return Reversal(measure, (whole > 0) != (measure == "return_rate"), len(known))


def _pair(now: Side, then: Side, top: str, bottom: str) -> tuple[int, ...]:
    return (getattr(now, top), getattr(now, bottom), getattr(then, top), getattr(then, bottom))


def _direction(pair: tuple[int, ...]) -> int:
    """1 when the ratio rose, -1 when it fell, 0 when it stayed; bottoms are above zero."""
    top_now, bottom_now, top_then, bottom_then = pair
    moved = top_now * bottom_then - top_then * bottom_now
    return (moved > 0) - (moved < 0)
