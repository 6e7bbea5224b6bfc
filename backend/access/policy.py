"""Which lines a principal may see: filters that the planner adds to every question it is asked for that principal.

Comes in: rules by dimension. Goes out: a frozen `RowPolicy` in one canonical form, whose digest is part of every key
under which an answer is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256

import orjson

from backend.question import Filter


@dataclass(frozen=True, slots=True)
class RowPolicy:
    """`filters` hold together: a line is seen when it passes all of them; without any, every line is.

    `digest` is the sha256, in hex, of the effective rules: equal for equal rules, however they were written.
    """

    filters: tuple[Filter, ...] = ()
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        ordered = tuple(sorted(dict.fromkeys(map(_canonical, self.filters)), key=_written))
        object.__setattr__(self, "filters", ordered)
        object.__setattr__(self, "digest", sha256(b"\n".join(map(_written, ordered))).hexdigest())

    @property
    def is_limited(self) -> bool:
        return bool(self.filters)

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.dimension for one in self.filters))


def _canonical(one: Filter) -> Filter:
    members = None if one.members is None else _ordered(one.members)
    return replace(one, members=members, excluded=_ordered(one.excluded))


def _ordered(members: Iterable[str | None]) -> tuple[str | None, ...]:
    return tuple(sorted(set(members), key=lambda member: (member is None, member or "")))


def _written(one: Filter) -> bytes:
    return orjson.dumps([one.dimension, one.members, one.excluded, one.contains, one.is_null])


EVERYTHING = RowPolicy()
NOTHING = RowPolicy((Filter("branch", ()),))
"""No line passes: that of callers who have not said who they are."""
