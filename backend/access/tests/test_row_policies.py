"""Equal rules have one digest however they are written; other rules have another."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from backend.access.policy import EVERYTHING, NOTHING, RowPolicy
from backend.access.principal import ANYONE, STRANGER, Role
from backend.question import Filter

members = st.lists(st.one_of(st.none(), st.text(max_size=8)), max_size=4).map(tuple)
filters = st.lists(
    st.builds(
        Filter, st.sampled_from(("branch", "region", "product_line")), st.one_of(st.none(), members), excluded=members
    ),
    max_size=4,
)


def rules(written: list[Filter]) -> frozenset[tuple[object, ...]]:
    """What filters say, apart from how they are written."""
    return frozenset(
        (one.dimension, None if one.members is None else frozenset(one.members), frozenset(one.excluded))
        for one in written
    )


@given(filters)
def test_the_order_and_repetition_of_rules_is_no_part_of_them(written: list[Filter]) -> None:
    shuffled = [replace(one, excluded=tuple(reversed((*one.excluded, *one.excluded)))) for one in reversed(written)]
    policy, other = RowPolicy(tuple(written)), RowPolicy((*shuffled, *written[:1]))
    assert policy == other
    assert policy.digest == other.digest


@given(filters, filters)
def test_other_rules_have_another_digest(one: list[Filter], two: list[Filter]) -> None:
    is_same = rules(one) == rules(two)
    assert (RowPolicy(tuple(one)).digest == RowPolicy(tuple(two)).digest) is is_same


def test_roles_rise() -> None:
    assert Role.STRANGER < Role.VIEWER < Role.ANALYST < Role.LOADER < Role.ADMIN


def test_whoever_has_not_said_who_they_are_sees_no_line() -> None:
    assert not EVERYTHING.is_limited
    assert NOTHING.is_limited
    assert (ANYONE.policy, STRANGER.policy) == (EVERYTHING, NOTHING)
