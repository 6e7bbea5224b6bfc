"""The shelf against a model: never more bytes than it may hold, never another key's answer, never an old edition's."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.cache.figures import CacheFigures
from backend.cache.kept import Kept, template_of
from backend.cache.key import Key, is_known, tag_of
from backend.cache.shelf import Shelf

MOST = 40_000
KEY = Key("GET", "/api/kpis/echo", b"a=1", b"", "v1", 0, "ground", "digest", 2)


def key(number: int, edition: str) -> Key:
    return KEY._replace(query=b"a=%d" % number, edition=edition)


def answer(size: int, dies: float = 1e9) -> Kept:
    return Kept(template_of(b"x" * size, "nobody"), None, 0.0, dies, "nobody", {})


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["keep", "keep", "find", "pack", "turn", "wait"]), st.integers(0, 9), st.integers(0, 6000)
    ),
    max_size=60,
)


@given(ACTS)
@settings(max_examples=300, deadline=None)
def test_bytes_are_bounded_and_answers_are_those_of_their_key(acts: list[tuple[str, int, int]]) -> None:
    now, edition = [0.0], "v0"
    figures = CacheFigures(lambda: now[0])
    shelf = Shelf(MOST, figures)
    shelf.turn_to(edition)
    model: dict[Key, Kept] = {}
    for act, number, size in acts:
        asked = key(number, edition)
        if act == "keep":
            kept = answer(size, now[0] + number)
            if shelf.keep(asked, kept):
                model[asked] = kept
            else:
                assert kept.size * 8 > MOST
        elif act == "pack" and asked in model:
            shelf.pack(asked, model[asked], b"z" * (size // 3))
        elif act == "turn":
            edition = f"v{number % 3}"
            shelf.turn_to(edition)
        elif act == "wait":
            now[0] += number / 4
        found = shelf.find(key(number, edition))
        if found is not None:
            assert found is model[key(number, edition)]
            assert found.dies > now[0]
        assert 0 <= figures.bytes <= MOST
        assert figures.bytes == sum(kept.size for kept in held(shelf, model))
        assert figures.entries == len(held(shelf, model))


def held(shelf: Shelf, model: dict[Key, Kept]) -> list[Kept]:
    return [kept for asked, kept in model.items() if shelf.holds(asked, kept)]


def test_the_least_recently_used_gives_way() -> None:
    shelf = Shelf(MOST, CacheFigures())
    shelf.turn_to("v1")
    for number in range(8):
        assert shelf.keep(key(number, "v1"), answer(2500))
        shelf.find(key(0, "v1"))
    for number in range(8, 12):
        shelf.keep(key(number, "v1"), answer(2500))
        shelf.find(key(0, "v1"))
    assert shelf.find(key(0, "v1")) is not None
    assert shelf.find(key(1, "v1")) is None


def test_one_of_another_edition_is_not_kept() -> None:
    shelf = Shelf(MOST, CacheFigures())
    shelf.turn_to("v2")
    assert not shelf.keep(key(1, "v1"), answer(10))


DIFFERENT: dict[str, st.SearchStrategy[Any]] = {
    "method": st.sampled_from(["GET", "POST"]),
    "path": st.sampled_from(["/graphql", "/api/kpis/echo", "/api/catalog"]),
    "query": st.binary(max_size=6),
    "body": st.binary(max_size=6),
    "edition": st.text(max_size=6),
    "proof": st.integers(0, 9),
    "ground": st.text(max_size=6),
    "digest": st.text(max_size=6),
    "role": st.integers(0, 4),
}
KEYS = st.fixed_dictionaries(DIFFERENT).map(lambda parts: Key(**parts))


@given(KEYS, KEYS)
@settings(max_examples=300, deadline=None)
def test_tags_are_equal_where_keys_are(one: Key, two: Key) -> None:
    assert (tag_of(one) == tag_of(two)) == (one == two)


@given(KEYS, st.data())
def test_a_change_of_any_part_is_another_key(one: Key, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(DIFFERENT)))
    two = one._replace(**{name: data.draw(DIFFERENT[name].filter(lambda value: value != getattr(one, name)))})
    assert one != two
    assert tag_of(one) != tag_of(two)


def test_tags_are_compared_weakly_and_one_by_one() -> None:
    tag = b'W/"abc"'
    assert [is_known(tag, given) for given in (b'W/"abc"', b'"abc"', b'"x", W/"abc"', b"", b'"ab"', b"*")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    assert not is_known(None, b'W/"abc"')
