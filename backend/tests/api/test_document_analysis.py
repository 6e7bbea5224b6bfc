"""The document analyser: counts by hand, bombs by visited nodes, and against a plain expansion of random documents."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from graphql import FragmentDefinitionNode, OperationDefinitionNode, parse
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.api.document import SATURATED, DocumentLimits, Weight, analyse
from backend.api.repeated import repeats_more_than
from backend.errors import AliasLimit, ComplexityLimit, InvalidDocument, SalesError

COSTS = {"a": 10, "b": 1}
WIDE = DocumentLimits(10_000, 90, SATURATED, SATURATED * 2, SATURATED * 2, SATURATED * 2, repeated=SATURATED)


def weigh(document: str, limits: DocumentLimits = WIDE) -> Weight:
    return replace(analyse(document, COSTS, limits).weight, visited=0)


@pytest.mark.parametrize(
    ("document", "weight"),
    [
        ("{a}", Weight(1, 1, 0, 10)),
        ("{x:a b{c d{e}}}", Weight(3, 5, 1, 11)),
        ("{a{a{a}}}", Weight(3, 3, 0, 10)),
        ("{...F ...F} fragment F on Q{x:a{y:c}}", Weight(2, 4, 4, 20)),
        ("{...on Q{a{...{b}}}}", Weight(2, 2, 0, 10)),
        ("{__typename}", Weight(1, 1)),
        ("{__schema{types{name}} b}", Weight(1, 2, 0, 1, 2)),
        ("{__schema{types{...T}}} fragment T on T{name kind}", Weight(1, 1, 0, 0, 3)),
        ("query A{a}", Weight(1, 1, 0, 10)),
        ("{b} fragment Unused on Q{a{a{a{a}}}}", Weight(1, 1, 0, 1)),
    ],
)
def test_counts(document: str, weight: Weight) -> None:
    assert weigh(document) == weight


def doubling(levels: int, leaf: str = "a") -> str:
    chain = [f"fragment F{n} on Q{{...F{n + 1} ...F{n + 1}}}" for n in range(levels)]
    return "{...F0}" + " ".join(chain) + f" fragment F{levels} on Q{{{leaf}}}"


@pytest.mark.parametrize(("leaf", "error"), [("a", ComplexityLimit), ("x:c", AliasLimit), ("c", ComplexityLimit)])
def test_a_doubling_bomb_is_refused(leaf: str, error: type[SalesError]) -> None:
    with pytest.raises(error):
        analyse(doubling(26, leaf), COSTS, DocumentLimits())


@pytest.mark.parametrize("levels", [5, 26, 100])
def test_a_bomb_costs_its_own_length(levels: int) -> None:
    """Two spreads a fragment, one field at the end, one spread in the operation: that is all that is looked at."""
    assert analyse(doubling(levels), COSTS, WIDE).weight.visited == 2 * levels + 2


def test_counts_are_capped() -> None:
    assert weigh(doubling(60)).fields == SATURATED


def test_a_long_chain_needs_no_stack() -> None:
    chain = " ".join(f"fragment F{n} on Q{{...F{n + 1}}}" for n in range(900))
    assert weigh("{...F0}" + chain + " fragment F900 on Q{a}") == Weight(1, 1, 0, 10)


def test_the_named_operation_is_weighed() -> None:
    document = "query A{a} query B{b}"
    assert analyse(document, COSTS, WIDE, "B").weight.cost == 1
    with pytest.raises(InvalidDocument):
        analyse(document, COSTS, WIDE)


def test_introspection_has_its_own_count() -> None:
    wide = "{__schema{" + "types{name kind}" * 200 + "}}"
    with pytest.raises(ComplexityLimit):
        analyse(wide, COSTS, replace(DocumentLimits(), tokens=5000))


@dataclass(frozen=True)
class Node:
    """A selection of a random document: a field with children, or the number of a later fragment."""

    name: str
    alias: bool
    children: tuple[Node, ...]
    spread: int | None = None


nodes = st.recursive(
    st.one_of(
        st.builds(Node, st.sampled_from("abcd"), st.booleans(), st.just(())),
        st.builds(Node, st.just(""), st.just(value=False), st.just(()), st.integers(0, 3)),
    ),
    lambda inner: st.builds(Node, st.sampled_from("abcd"), st.booleans(), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=12,
)
bodies = st.lists(nodes, min_size=1, max_size=4).map(tuple)


def resolve(body: tuple[Node, ...], rest: list[tuple[Node, ...]]) -> tuple[Node, ...]:
    """The selection with every fragment written out, as GraphQL means it."""
    found: list[Node] = []
    for node in body:
        if node.spread is None:
            found.append(replace(node, children=resolve(node.children, rest)))
        elif node.spread < len(rest):
            found.extend(resolve(rest[node.spread], rest[node.spread + 1 :]))
    return tuple(found)


def write(body: tuple[Node, ...], later: range) -> str:
    parts: list[str] = []
    for node in body:
        if node.spread is None:
            inner = write(node.children, later) if node.children else ""
            parts.append(("x:" if node.alias else "") + node.name + inner)
        elif node.spread < len(later):
            parts.append(f"...F{later[node.spread]}")
    return "{" + (" ".join(parts) or "d") + "}"


def plain_weight(body: tuple[Node, ...]) -> tuple[int, int, int]:
    """Depth, fields and aliases of a selection without fragments; an empty one was written as one field `d`."""
    if not body:
        return 1, 1, 0
    depths, fields, aliases = [], 0, 0
    for node in body:
        depth, inner, named = plain_weight(node.children) if node.children else (0, 0, 0)
        depths.append(depth + 1)
        fields += inner + 1
        aliases += named + node.alias
    return max(depths), fields, aliases


def has_empty(body: tuple[Node, ...], rest: list[tuple[Node, ...]]) -> bool:
    """Whether some selection resolves to nothing, which is written as one field instead."""
    for node in body:
        if node.spread is None and node.children and has_empty(node.children, rest):
            return True
    return not resolve(body, rest)


@given(bodies, st.lists(bodies, max_size=4))
@settings(max_examples=150, deadline=None)
def test_counts_equal_a_plain_expansion(body: tuple[Node, ...], fragments: list[tuple[Node, ...]]) -> None:
    every = [body, *fragments]
    if any(has_empty(one, every[n + 1 :]) for n, one in enumerate(every)):
        return
    count = len(fragments)
    document = write(body, range(count)) + "".join(
        f" fragment F{n} on Q{write(one, range(n + 1, count))}" for n, one in enumerate(fragments)
    )
    weight = weigh(document)
    assert (weight.depth, weight.fields, weight.aliases) == plain_weight(resolve(body, fragments))


@given(st.text(alphabet='{}()[]:!@$|&.#",\\ \nabF01"""on fragment query', max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_is_weighed_or_refused(text: str) -> None:
    status = 200
    try:
        analyse(text, COSTS, DocumentLimits())
    except SalesError as error:
        status = error.status
    assert status in {200, 400}


def alike(document: str, most: int) -> bool:
    parsed = parse(document)
    fragments = {d.name.value: d for d in parsed.definitions if isinstance(d, FragmentDefinitionNode)}
    roots = [d.selection_set for d in parsed.definitions if isinstance(d, OperationDefinitionNode)]
    return repeats_more_than(most, roots, fragments, 20_000)


@pytest.mark.parametrize(
    ("document", "pairs"),
    [
        pytest.param("{ a b c }", 0, id="nothing twice"),
        pytest.param("{ a a a }", 3, id="three fields"),
        pytest.param("{ a x: a a { b } }", 1, id="an alias is another name"),
        pytest.param("{ a { b b } a { b } }", 1 + 3, id="what lies under two of a name lies in one place"),
        pytest.param("{ a { b } c { b } }", 0, id="other places"),
        pytest.param("{ ...F ...G } fragment F on Q { a } fragment G on Q { a }", 1 + 1, id="fragments"),
        pytest.param("{ ...F ...F a } fragment F on Q { a }", 1, id="a fragment spread twice is there once"),
        pytest.param("{ ... { a } ... { a } }", 1, id="inline"),
    ],
)
def test_what_is_said_again_is_counted_in_pairs(document: str, pairs: int) -> None:
    assert not alike(document, pairs)
    assert pairs == 0 or alike(document, pairs - 1)


@pytest.mark.parametrize(
    "document",
    [
        pytest.param("{a{" + "b{c}" * 300 + "}}", id="in one place"),
        pytest.param("query Q { x } query R {a{" + "b{c}" * 300 + "}}", id="in another operation"),
        pytest.param("query Q { x } fragment F on T {" + "b{c}" * 300 + "}", id="in a fragment that nobody spreads"),
        pytest.param(
            "{" + " ".join(f"...F{n}" for n in range(100)) + "}"
            + " ".join(f"fragment F{n} on Query {{ x{n} }}" for n in range(100)),
            id="by fragments",
        ),
    ],
)  # fmt: skip
def test_a_document_that_repeats_itself_is_refused(document: str) -> None:
    with pytest.raises(ComplexityLimit):
        analyse(document, {}, DocumentLimits(), "Q" if "query Q" in document else None)
