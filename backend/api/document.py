"""What a GraphQL document asks for, measured before it is validated or run.

Comes in: the text, the limits and each root field's cost. Goes out: the parsed document of an acceptable one; a
coded refusal of any other. Tokens are capped first; then every fragment is measured once, in the order of its use,
and counts are added with saturation, so that a hostile text costs no more than its own length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    InlineFragmentNode,
    Lexer,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    Source,
    TokenKind,
    parse,
)

from backend.api.repeated import repeats_more_than
from backend.api.selected import selected_rows
from backend.errors import AliasLimit, ComplexityLimit, DepthLimit, InvalidDocument, SalesError, TokenLimit

MAX_NESTING = 100
MAX_DIRECTIVES = 50
MAX_PLACES = 20_000
SATURATED = 1_000_000
INTROSPECTION = frozenset({"__schema", "__type"})
OWN = frozenset({"requestId", "cache", "hit", "ageMs", "tookMs"})
"""Fields that tell of the request, not of the data."""
OPENING = frozenset({TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L})
CLOSING = frozenset({TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R})


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """Caps of one document; `fields` and `introspected` count selected fields with fragments expanded.

    `repeated` are pairs of fields with one name in one place, or of fragments: comparing one takes ten microseconds.
    """

    tokens: int = 2000
    depth: int = 10
    aliases: int = 30
    complexity: int = 1000
    fields: int = 5000
    introspected: int = 500
    is_introspectable: bool = True
    repeated: int = 500


@dataclass(frozen=True, slots=True)
class Weight:
    """A selection's size. `cost` counts its direct fields as if they were root fields."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    cost: int = 0
    introspected: int = 0
    visited: int = 0

    def __add__(self, other: Weight) -> Weight:
        """Side by side: the deeper depth, every count added and capped."""
        return Weight(
            max(self.depth, other.depth),
            _capped(self.fields + other.fields),
            _capped(self.aliases + other.aliases),
            _capped(self.cost + other.cost),
            _capped(self.introspected + other.introspected),
            self.visited + other.visited,
        )


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Analysis:
    """An acceptable document, equal only to itself. `weight.visited` counts the nodes looked at.

    `renames_own` where an alias hides, or feigns, what an answer says of its own request. `rows` are the names selected
    in the data of each root field, by response key.
    """

    document: DocumentNode
    operation: OperationDefinitionNode
    weight: Weight
    renames_own: bool = False
    rows: Mapping[str, frozenset[str]] = field(default_factory=dict)


def analyse(text: str, costs: Mapping[str, int], limits: DocumentLimits, operation_name: str | None = None) -> Analysis:
    """Parse and measure a document; raises the first limit that it breaks."""
    _count_tokens(text, limits)
    try:
        document = parse(text)
    except GraphQLSyntaxError as error:
        raise _syntax_error(error) from error
    _check_directives(document)
    operation = _only_query(document, operation_name)
    fragments = _fragments(document)
    known: dict[str, Weight] = {}
    for name in _in_order_of_use(fragments):
        if name in fragments:
            known[name] = _measure(fragments[name].selection_set, known, costs)
    visited = sum(weight.visited for weight in known.values())
    own = _measure(operation.selection_set, known, costs)
    weight = own + Weight(visited=visited)
    _refuse(weight, limits)
    _refuse_repeated(document, fragments, limits.repeated)
    return Analysis(document, operation, weight, _renames_own(document), selected_rows(operation, fragments))


def _refuse_repeated(document: DocumentNode, fragments: Mapping[str, FragmentDefinitionNode], most: int) -> None:
    """All that is validated counts, also what this operation does not use; what is spread counts where it is."""
    written = [d for d in document.definitions if isinstance(d, OperationDefinitionNode | FragmentDefinitionNode)]
    spread = {name for one in written for name in _spreads(one.selection_set)}
    roots = [
        one.selection_set for one in written if isinstance(one, OperationDefinitionNode) or one.name.value not in spread
    ]
    if repeats_more_than(most, roots, fragments, MAX_PLACES):
        raise ComplexityLimit("The document selects the same too often.", "Select each field once in its place.")


def _capped(count: int) -> int:
    return min(count, SATURATED)


def _count_tokens(text: str, limits: DocumentLimits) -> None:
    lexer, count, nesting = Lexer(Source(text)), 0, 0
    try:
        while (token := lexer.advance()).kind is not TokenKind.EOF:
            count += 1
            nesting += (token.kind in OPENING) - (token.kind in CLOSING)
            if count > limits.tokens:
                raise TokenLimit(f"The document has more than {limits.tokens:,} tokens.", "Ask for less at once.")
            if nesting > MAX_NESTING:
                raise DepthLimit(f"The document is nested deeper than {MAX_NESTING} brackets.")
    except GraphQLSyntaxError as error:
        raise _syntax_error(error) from error


def _syntax_error(error: GraphQLSyntaxError) -> SalesError:
    place = error.locations[0] if error.locations else None
    where = f" at line {place.line}, column {place.column}" if place else ""
    return InvalidDocument(f"The document cannot be read{where}.", error.message)


def _check_directives(document: DocumentNode) -> None:
    definitions = (d for d in document.definitions if isinstance(d, OperationDefinitionNode | FragmentDefinitionNode))
    count = sum(len(definition.directives or ()) for definition in definitions)
    count += sum(len(selection.directives or ()) for selection in _selections(document))
    if count > MAX_DIRECTIVES:
        raise ComplexityLimit(f"The document has more than {MAX_DIRECTIVES} directives.")


def _selections(document: DocumentNode) -> Iterator[SelectionNode]:
    """Each selection as it is written, those of fragments once."""
    waiting: list[SelectionSetNode] = [
        definition.selection_set
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode)
    ]
    while waiting:
        for selection in waiting.pop().selections:
            yield selection
            inner = getattr(selection, "selection_set", None)
            if inner is not None:
                waiting.append(inner)


def _renames_own(document: DocumentNode) -> bool:
    aliased = (s for s in _selections(document) if isinstance(s, FieldNode) and s.alias is not None)
    return any(OWN.intersection((field.name.value, field.alias.value)) for field in aliased if field.alias)


def _only_query(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if name is None and len(operations) > 1:
        raise InvalidDocument("The document has several operations.", "Name one in `operationName`.")
    chosen = [op for op in operations if name is None or (op.name is not None and op.name.value == name)]
    if len(chosen) != 1:
        raise InvalidDocument("The document has no such operation.", "Write one query.")
    if chosen[0].operation is not OperationType.QUERY:
        raise InvalidDocument(f"A {chosen[0].operation.value} cannot be run here.", "Only queries are answered.")
    return chosen[0]


def _fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    found: dict[str, FragmentDefinitionNode] = {}
    for definition in document.definitions:
        if isinstance(definition, FragmentDefinitionNode):
            if definition.name.value in found:
                raise InvalidDocument(f"The fragment {definition.name.value} is written twice.", "Name each once.")
            found[definition.name.value] = definition
    return found


def _in_order_of_use(fragments: Mapping[str, FragmentDefinitionNode]) -> Iterable[str]:
    """Fragment names, each after those it spreads; a circle is refused."""
    graph = {name: set(_spreads(fragment.selection_set)) for name, fragment in fragments.items()}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise InvalidDocument("A fragment spreads itself.", "Break the circle of fragments.") from error


def _spreads(root: SelectionSetNode) -> Iterable[str]:
    waiting = [root]
    while waiting:
        for selection in waiting.pop().selections:
            if isinstance(selection, FragmentSpreadNode):
                yield selection.name.value
            elif isinstance(selection, FieldNode | InlineFragmentNode) and selection.selection_set:
                waiting.append(selection.selection_set)


def _measure(selected: SelectionSetNode | None, known: Mapping[str, Weight], costs: Mapping[str, int]) -> Weight:
    """The weight of a selection; recursion is bounded by the nesting of brackets."""
    total = Weight()
    for selection in selected.selections if selected else ():
        if isinstance(selection, FieldNode):
            total += _measure_field(selection, known, costs)
        elif isinstance(selection, InlineFragmentNode):
            total += _measure(selection.selection_set, known, costs) + Weight(visited=1)
        elif isinstance(selection, FragmentSpreadNode):
            total += _spread(known.get(selection.name.value, Weight()))
    return total


def _measure_field(node: FieldNode, known: Mapping[str, Weight], costs: Mapping[str, int]) -> Weight:
    inner = _measure(node.selection_set, known, costs)
    name = node.name.value
    alias = int(node.alias is not None)
    visited = inner.visited + 1
    if name in INTROSPECTION:
        return Weight(1, 1, alias + inner.aliases, 0, _capped(inner.fields + inner.introspected), visited)
    fields = _capped(inner.fields + 1)
    return Weight(
        inner.depth + 1, fields, _capped(inner.aliases + alias), costs.get(name, 0), inner.introspected, visited
    )


def _spread(weight: Weight) -> Weight:
    """A fragment's counts where it is spread; its nodes were visited once already."""
    return Weight(weight.depth, weight.fields, weight.aliases, weight.cost, weight.introspected, visited=1)


def _refuse(weight: Weight, limits: DocumentLimits) -> None:
    if weight.introspected and not limits.is_introspectable:
        raise InvalidDocument("Introspection is switched off here.", "Read the schema in the documentation.")
    if weight.depth > limits.depth:
        raise DepthLimit(f"The document is {weight.depth} levels deep; {limits.depth} are allowed.")
    if weight.aliases > limits.aliases:
        raise AliasLimit(f"The document has more than {limits.aliases} aliases, fragments expanded.")
    if weight.cost > limits.complexity:
        raise ComplexityLimit(f"The document costs {weight.cost:,}; {limits.complexity:,} are allowed.")
    if weight.fields > limits.fields or weight.introspected > limits.introspected:
        raise ComplexityLimit("The document selects too many fields, fragments expanded.")
