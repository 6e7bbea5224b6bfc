"""Effects add up: price, volume, mix, returns, cost and members against the formulas in exact fractions."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.reports.effects import (
    Kind,
    Move,
    Reversal,
    Side,
    money_moved,
    money_parts,
    reversals,
    unit_parts,
    units_moved,
)

CASES = 1_000


def some_side(chance: random.Random) -> Side | None:
    if chance.random() < 0.15:
        return None
    units = chance.choice((0, 500, 1_000, 7_000, chance.randrange(1, 10**7)))
    return Side(
        gross=chance.choice((0, 1, chance.randrange(10**4), chance.randrange(10**12))),
        returns=-chance.choice((0, 0, chance.randrange(10**6))),
        cost=chance.randrange(10**9),
        units=units,
    )


def some_moves(chance: random.Random) -> list[Move]:
    moves = [
        Move(f"P{i}" if i else None, some_side(chance), some_side(chance), chance.random() > 0.05)
        for i in range(chance.choice((0, 1, 2, 5, 30)))
    ]
    return [move for move in moves if move.now or move.then]


def kind_of(move: Move) -> Kind:
    """Where a member's whole change goes; KEPT when it is taken apart."""
    if not move.is_comparable:
        return Kind.OTHER
    if move.now is None or move.then is None:
        return Kind.NEW if move.then is None else Kind.LOST
    return Kind.KEPT if move.now.units and move.then.units else Kind.OTHER


def expected(moves: list[Move], *, with_cost: bool) -> dict[Kind, Fraction]:
    """Decision by decision, in fractions."""
    kinds = set(Kind) - {Kind.KEPT} - (set() if with_cost else {Kind.COST})
    parts: dict[Kind, Fraction] = dict.fromkeys(kinds, Fraction())
    both = [(move.now, move.then) for move in moves if kind_of(move) is Kind.KEPT and move.now and move.then]
    for move in moves:
        if kind_of(move) is not Kind.KEPT:
            parts[kind_of(move)] += change_of([move], with_cost=with_cost)
    for now, then in both:
        u1, u0 = (sum(side.units for side in sides) for sides in zip(*both, strict=True))
        price_then, price_now = Fraction(then.gross, then.units), Fraction(now.gross, now.units)
        parts[Kind.VOLUME] += (u1 - u0) * price_then * Fraction(then.units, u0)
        parts[Kind.PRICE] += now.units * (price_now - price_then)
        parts[Kind.MIX] += (now.units - then.units * Fraction(u1, u0)) * price_then
        parts[Kind.RETURNS] += now.returns - then.returns
        if with_cost:
            parts[Kind.COST] -= now.cost - then.cost
    return parts


def change_of(moves: list[Move], *, with_cost: bool) -> int:
    now = [move.now for move in moves if move.now]
    then = [move.then for move in moves if move.then]
    signs = [(side, 1) for side in now] + [(side, -1) for side in then]
    return sum(sign * (side.gross + side.returns - (side.cost if with_cost else 0)) for side, sign in signs)


@pytest.mark.parametrize("with_cost", [False, True])
def test_parts_follow_the_formulas_and_add_up(with_cost: bool) -> None:
    for seed in range(CASES):
        moves = some_moves(random.Random(seed))
        parts = money_parts(moves, with_cost=with_cost)
        exact = expected(moves, with_cost=with_cost)
        assert sum(parts.values()) == change_of(moves, with_cost=with_cost), seed
        assert parts.keys() == exact.keys()
        for kind, part in parts.items():
            slack = Fraction(3, 2) if kind in {Kind.PRICE, Kind.VOLUME, Kind.MIX} else 0
            assert abs(part - exact[kind]) <= slack, (seed, kind)


def test_at_most_one_part_takes_the_remainder() -> None:
    for seed in range(CASES):
        moves = some_moves(random.Random(seed))
        parts, exact = money_parts(moves, with_cost=True), expected(moves, with_cost=True)
        off = [kind for kind in parts if abs(parts[kind] - exact[kind]) > Fraction(1, 2)]
        assert len(off) <= 1, seed
        assert all(abs(parts[kind]) == max(abs(parts[k]) for k in (Kind.PRICE, Kind.VOLUME, Kind.MIX)) for kind in off)


def share_of(part: Kind, move: Move, all_units: tuple[int, int]) -> Fraction:
    """What one member moved in a part, in fractions."""
    if kind_of(move) is not Kind.KEPT:
        return Fraction(change_of([move], with_cost=True))
    assert move.now
    assert move.then
    price_then, price_now = (Fraction(side.gross, side.units) for side in (move.then, move.now))
    as_all_grew = move.then.units * Fraction(*all_units)
    return {
        Kind.PRICE: move.now.units * (price_now - price_then),
        Kind.VOLUME: (as_all_grew - move.then.units) * price_then,
        Kind.MIX: (move.now.units - as_all_grew) * price_then,
        Kind.RETURNS: Fraction(move.now.returns - move.then.returns),
        Kind.COST: Fraction(move.then.cost - move.now.cost),
    }[part]


def test_members_of_a_part_follow_the_formulas_and_add_up_to_it() -> None:
    for seed in range(CASES):
        moves = some_moves(random.Random(seed))
        kept = [(move.now, move.then) for move in moves if kind_of(move) is Kind.KEPT and move.now and move.then]
        units = (sum(now.units for now, _ in kept), sum(then.units for _, then in kept))
        for part, value in money_parts(moves, with_cost=True).items():
            moved = money_moved(part, moves, with_cost=True)
            taken_apart = part not in {Kind.NEW, Kind.LOST, Kind.OTHER}
            assert {move for move, _ in moved} == {
                move for move in moves if kind_of(move) is (Kind.KEPT if taken_apart else part)
            }
            assert sum(value for _, value in moved) == value, (seed, part)
            assert all(abs(value - share_of(part, move, units)) <= 3 for move, value in moved), (seed, part)


def test_members_of_a_part_of_units() -> None:
    moves = [Move("new", Side(units=4), None), Move("less", Side(units=1), Side(units=6)), Move("not", None, None)]
    assert units_moved(Kind.KEPT, moves) == ((moves[1], -5),)
    assert units_moved(Kind.NEW, moves)[0] == (moves[0], 4)


def test_a_ledger_worked_by_hand() -> None:
    """Flour 10 x 100 -> 12 x 110, salt 20 x 10 -> 10 x 10; sugar is new, soap is lost, tea was free before.

    U0 30, U1 22, P0 40: volume (22 - 30) x 40 = -320; mix (12 - 10 x 22/30) x 100 + (10 - 20 x 22/30) x 10
    = 466.6667 - 46.6667 = 420; price 12 x 10 = 120. Gross: 1,420 - 1,200 = 220.
    """
    k = 10_000
    moves = [
        Move("flour", Side(1_320 * k, -20 * k, 900 * k, 12_000), Side(1_000 * k, 0, 700 * k, 10_000)),
        Move("salt", Side(100 * k, 0, 50 * k, 10_000), Side(200 * k, -5 * k, 110 * k, 20_000)),
        Move("sugar", Side(80 * k, -1 * k, 60 * k, 4_000), None),
        Move("soap", None, Side(70 * k, 0, 20 * k, 7_000)),
        Move("tea", Side(30 * k, 0, 12 * k, 3_000), Side(5 * k, -5 * k, 0, 0)),
    ]
    assert money_parts(moves, with_cost=True) == {
        Kind.NEW: 19 * k,
        Kind.LOST: -50 * k,
        Kind.PRICE: 120 * k,
        Kind.VOLUME: -320 * k,
        Kind.MIX: 420 * k,
        Kind.RETURNS: -15 * k,
        Kind.COST: -140 * k,
        Kind.OTHER: 18 * k,
    }
    assert unit_parts(moves) == {Kind.NEW: 4_000, Kind.LOST: -7_000, Kind.KEPT: -5_000, Kind.OTHER: 0}


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), max_size=20))
def test_units_add_up(pairs: list[tuple[int, int]]) -> None:
    moves = [
        Move(str(i), Side(units=now) if now % 3 else None, Side(units=then) if then % 5 else None)
        for i, (now, then) in enumerate(pairs)
    ]
    change = sum((m.now.units if m.now else 0) - (m.then.units if m.then else 0) for m in moves)
    assert sum(unit_parts(moves).values()) == change


def priced(name: str, now: tuple[int, int], then: tuple[int, int]) -> Move:
    """Units and price now and then; cost stays 1 a unit."""
    sides = [Side(gross=units * price, cost=units, units=units * 1_000) for units, price in (now, then)]
    return Move(name, sides[0], sides[1])


def test_a_reversal_is_told() -> None:
    """Both prices fall, yet an average unit costs more, because the dear one sells more."""
    moves = [priced("dear", (90, 95), (10, 100)), priced("cheap", (10, 9), (90, 10))]
    assert reversals(moves, ("average_selling_price",)) == (Reversal("average_selling_price", rose=True, members=2),)
    assert reversals(moves, ("return_rate",)) == ()


@pytest.mark.parametrize(
    "moves",
    [
        [priced("dear", (90, 105), (10, 100)), priced("cheap", (10, 9), (90, 10))],
        [priced("dear", (90, 95), (10, 100)), priced("cheap", (10, 10), (90, 10))],
        [priced("only", (90, 95), (10, 100))],
        [priced("dear", (10, 95), (10, 100)), priced("cheap", (90, 9), (90, 10))],
        [],
    ],
    ids=["one rises", "one stays", "one member", "all fall and so does the whole", "none"],
)
def test_no_reversal_without_unanimity(moves: list[Move]) -> None:
    assert reversals(moves, ("average_selling_price",)) == ()


def test_a_rising_return_rate_rises() -> None:
    """Each member's return rate falls, from 10 to 8 and from 50 to 40 in the hundred; together it rises."""
    moves = [
        Move("calm", Side(1_000, -80, 0, 1), Side(9_000, -900, 0, 1)),
        Move("loud", Side(9_000, -3_600, 0, 1), Side(1_000, -500, 0, 1)),
    ]
    assert reversals(moves, ("return_rate",)) == (Reversal("return_rate", rose=True, members=2),)
