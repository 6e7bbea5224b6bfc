"""Repeatable chance in whole numbers: the same seed, name and counter give the same number on every machine.

Owns a counter-based generator (no state, so any chunk can be drawn on its own) and weighted choices by key.
In: a seed and integer counters; out: Polars expressions, plain integers, picked rows. No floating point anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate

import polars as pl

_WORD = 1 << 64
_HALF = 1 << 32
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def _literal(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)


@dataclass(frozen=True, slots=True)
class Dice:
    """Independent streams of chance, one a name."""

    seed: int

    def roll(self, name: str, counter: pl.Expr) -> pl.Expr:
        """Evenly spread over 0 .. 2**32 - 1, as UInt64."""
        word = counter.cast(pl.UInt64) * _literal(0x9E3779B97F4A7C15) + _literal(self._start(name))
        word = (word ^ (word // _literal(1 << 30))) * _literal(_FIRST)
        word = (word ^ (word // _literal(1 << 27))) * _literal(_SECOND)
        return (word ^ (word // _literal(1 << 31))) // _literal(_HALF)

    def below(self, name: str, counter: pl.Expr, limit: int) -> pl.Expr:
        """Evenly spread over 0 .. limit - 1, as Int64."""
        return (self.roll(name, counter) * _literal(limit) // _literal(_HALF)).cast(pl.Int64)

    def number(self, name: str, counter: int, limit: int) -> int:
        """`below` for one plain counter."""
        word = (counter * 0x9E3779B97F4A7C15 + self._start(name)) % _WORD
        word = (word ^ (word >> 30)) * _FIRST % _WORD
        word = (word ^ (word >> 27)) * _SECOND % _WORD
        return ((word ^ (word >> 31)) >> 32) * limit >> 32

    def _start(self, name: str) -> int:
        return int.from_bytes(sha256(f"{self.seed}:{name}".encode()).digest()[:8])


@dataclass(frozen=True, slots=True)
class Choices:
    """Weighted members by key: `members` holds the members of every key, one key after the other."""

    cumulative: pl.Series
    members: pl.DataFrame

    def pick(self, keys: pl.Series, rolls: pl.Series) -> pl.DataFrame:
        """One member a key, as likely as its weight; rolls come from `Dice.roll`."""
        places = self.cumulative.search_sorted(keys.cast(pl.UInt64) * _HALF + rolls, side="right")
        return self.members[places]


def make_choices(weights: Sequence[Sequence[int]], members: pl.DataFrame) -> Choices:
    """`weights` lists for each key (0, 1, ...) its members' weights; `members` has their rows in the same order."""
    ends: list[int] = []
    for key, row in enumerate(weights):
        total = sum(row)
        ends.extend(key * _HALF + part * _HALF // total for part in accumulate(row))
    return Choices(pl.Series(ends, dtype=pl.UInt64), members)
