"""Rows completed in one pass are what graphql-core makes of them: random selections of random rows, good and bad."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from graphql import DocumentNode, parse
from hypothesis import given, settings
from hypothesis import strategies as st
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import create_type

from backend.api.graphql_schema import SalesSchema
from backend.api.graphql_types import RowTypes, listed, make_enum, make_field, nullable, read_key
from backend.api.plain_rows import row_executor
from backend.reports.spec import Field, FieldType

LEAVES = (
    Field("text", FieldType.TEXT, "", required=True),
    Field("class", FieldType.TEXT, ""),
    Field("money", FieldType.MONEY, ""),
    Field("count", FieldType.COUNT, "", required=True),
    Field("flag", FieldType.FLAG, ""),
    Field("extra", FieldType.JSON, ""),
)
INNER = Field("inner", FieldType.OBJECT, "", False, LEAVES, "Inner")
NEEDED = Field("needed", FieldType.OBJECT, "", True, (*LEAVES[:2], INNER), "Needed")
ROWS = Field("rows", FieldType.LIST, "", True, (*LEAVES, INNER, NEEDED), "Row")
FEW = Field("few", FieldType.LIST, "", False, LEAVES, "Few")
TREE = Field("tree", FieldType.OBJECT, "", False, (*LEAVES, ROWS, FEW, NEEDED), "Tree")

KINDS = make_enum("Colour", ["RED", "BLUE"])
TYPES = RowTypes()
QUERY = create_type(
    "Query",
    [
        make_field("tree", TYPES.of(TREE)),
        make_field("colour", nullable(KINDS)),
        make_field("colours", nullable(listed(nullable(KINDS)))),
    ],
)


class Parsed(SchemaExtension):
    """The same document for the same text, as the door hands it on."""

    def on_parse(self) -> Iterator[None]:
        self.execution_context.graphql_document = parsed(str(self.execution_context.query))
        yield


@lru_cache(maxsize=4)
def parsed(text: str) -> DocumentNode:
    return parse(text)


CONFIG = StrawberryConfig(auto_camel_case=False, default_resolver=read_key)
OURS = SalesSchema(QUERY, config=CONFIG, extensions=[Parsed], execution_context_class=row_executor())
THEIRS = SalesSchema(QUERY, config=CONFIG)

GOOD: dict[FieldType, st.SearchStrategy[object]] = {
    FieldType.TEXT: st.text(max_size=5),
    FieldType.MONEY: st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9),
    FieldType.COUNT: st.integers(-(2**31), 2**31 - 1),
    FieldType.FLAG: st.booleans(),
    FieldType.JSON: st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
}
ODD: st.SearchStrategy[object] = st.sampled_from(
    [None, 2**40, float("nan"), "7", [], {}, True, 1.5, ValueError("odd"), (1, 2), b"x"]
)


def values(field: Field, odd: bool) -> st.SearchStrategy[object]:
    """Values of a field; with `odd` now and then one that it cannot have."""
    found: st.SearchStrategy[object]
    if field.type in GOOD:
        found = GOOD[field.type]
    else:
        rows = st.fixed_dictionaries({part.name: values(part, odd) for part in field.fields})
        found = st.lists(rows, max_size=3) if field.type is FieldType.LIST else rows
    if not field.required:
        found = st.none() | found
    return st.integers(0, 19).flatmap(lambda chance: ODD if chance == 0 else found) if odd else found


@st.composite
def selections(draw: st.DrawFn, fields: tuple[Field, ...], kind: str) -> str:
    """A selection set with aliases, repeated fields, inline fragments, directives and __typename."""
    parts = []
    for number, field in enumerate(draw(st.lists(st.sampled_from(fields), min_size=1, max_size=5))):
        alias = draw(st.sampled_from(["", f"{field.name}{number}: "]))
        directive = draw(st.sampled_from(["", "", " @include(if: $yes)", " @skip(if: $yes)"]))
        inner = draw(selections(field.fields, field.type_name or "")) if field.fields else ""
        part = f"{alias}{field.name}{directive} {inner}"
        wrapped = draw(
            st.sampled_from([part, part, f"... {{ {part} }}", f"... on {kind} @include(if: $yes) {{ {part} }}"])
        )
        parts.append(wrapped)
    if draw(st.booleans()):
        parts.append(draw(st.sampled_from(["__typename", "kind: __typename"])))
    return "{ " + " ".join(parts) + " }"


def answered(schema: SalesSchema, document: str, root: object, *, yes: bool) -> tuple[object, ...]:
    result = schema.execute_sync(document, {"yes": yes}, root_value=root)
    errors = sorted(repr((error.message, error.path, error.locations)) for error in result.errors or ())
    return repr(result.data), errors


@settings(max_examples=150, deadline=None)
@given(data=st.data(), odd=st.booleans())
def test_both_executors_answer_alike(data: st.DataObject, odd: bool) -> None:
    """Also when a document is asked again with another switch, or of other rows."""
    selected = data.draw(selections(TREE.fields, "Tree"))
    document = (
        f"query ($yes: Boolean!) {{ tree {selected} other: tree {{ ...again }} }} fragment again on Tree {selected}"
    )
    for yes in data.draw(st.permutations([True, False, True])):
        root = {"tree": data.draw(values(TREE, odd))}
        assert answered(OURS, document, root, yes=yes) == answered(THEIRS, document, root, yes=yes)


@given(colour=st.sampled_from(["RED", "BLUE", "GREEN", None, 3]))
def test_members_of_enums_are_known_or_refused(colour: object) -> None:
    root = {"colour": colour, "colours": [colour, "RED"]}
    document = "query ($yes: Boolean!) { colour colours @include(if: $yes) }"
    assert answered(OURS, document, root, yes=True) == answered(THEIRS, document, root, yes=True)
