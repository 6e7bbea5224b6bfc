"""The GraphQL schema of the reports, built by Strawberry from their specs; and the SDL that the frontend reads.

Every root field resolves to its envelope through `Door.ask`; a resolver holds no logic of its own.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from weakref import WeakSet

import strawberry
from graphql import DocumentNode, GraphQLError, validate
from strawberry.annotation import StrawberryAnnotation
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import create_type
from strawberry.types import ExecutionContext, Info
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField
from strawberry.types.unset import UNSET

from backend.api.document import Analysis
from backend.api.door import Door
from backend.api.graphql_types import InputTypes, RowTypes, plain, read_key
from backend.api.parameters import Names
from backend.api.plain_rows import row_executor
from backend.api.trace import Trace
from backend.engine.port import Lease
from backend.reports.arguments import ARGUMENTS, ArgumentKind
from backend.reports.spec import ReportSpec

MOST_FAULTS = 5


@dataclass(slots=True)
class Operation:
    """One GraphQL request while it runs: its document, its snapshot, and the envelopes answered so far."""

    door: Door
    trace: Trace
    analysis: Analysis
    lease: Lease | None = None
    answered: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    async def ask(self, spec: ReportSpec, raw: Mapping[str, object], key: str | int) -> dict[str, Any]:
        """The envelope of the root field with this response key."""
        envelope = await self.door.ask(spec, raw, self.trace, self.lease, self.analysis.rows.get(str(key)))
        self.answered.append((spec.name, envelope))
        return envelope


class ReportField(StrawberryField):
    """A root field: its arguments are the report's, its value the report's envelope."""

    def __init__(self, spec: ReportSpec, kind: object, arguments: Iterable[StrawberryArgument]) -> None:
        super().__init__(
            python_name=spec.name,
            graphql_name=spec.name,
            type_annotation=StrawberryAnnotation(kind),
            description=spec.description,
            default=None,
        )
        self.spec = spec
        self.arguments = list(arguments)

    @property
    def is_basic_field(self) -> bool:
        return False

    def get_result(
        self, source: object, info: Info[Any, Any] | None, args: list[Any], kwargs: Mapping[str, object]
    ) -> Awaitable[dict[str, Any]]:
        del source, args
        if info is None:
            raise RuntimeError("A report is asked with the operation it belongs to.")
        operation: Operation = info.context
        raw = {name: plain(value) for name, value in kwargs.items() if value is not UNSET}
        return operation.ask(self.spec, raw, info.path.key)


class KnownDocument(SchemaExtension):
    """Hands the measured document on instead of parsing again, and validates it once for as long as it is kept."""

    valid: WeakSet[Analysis]

    def on_parse(self) -> Iterator[None]:
        operation: Operation = self.execution_context.context
        self.execution_context.graphql_document = operation.analysis.document
        yield

    def on_validate(self) -> Iterator[None]:
        operation: Operation = self.execution_context.context
        context = self.execution_context
        is_known = operation.analysis in self.valid
        assert isinstance(context.schema, SalesSchema)
        context.pre_execution_errors = [] if is_known else context.schema.faults(operation.analysis.document)
        yield
        if not self.execution_context.pre_execution_errors:
            self.valid.add(operation.analysis)


class SalesSchema(strawberry.Schema):
    """A schema that leaves the logging of errors to the door, which never writes a document to the log."""

    def faults(self, document: DocumentNode) -> list[GraphQLError]:
        """What is wrong with a document; the first few faults, as each is told with names that are near."""
        return validate(self._schema, document, max_errors=MOST_FAULTS)

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        del errors, execution_context


@lru_cache(maxsize=4)
def build_schema(specs: tuple[ReportSpec, ...], names: Names) -> SalesSchema:
    """The schema of these reports over the names of a catalog; built once for all applications over the same reports.

    What it keeps besides, which documents are valid and how rows of a selection are written, follows from it alone.
    """
    rows, inputs = RowTypes(), InputTypes(names)
    fields: list[StrawberryField] = [
        ReportField(spec, rows.envelope(spec), [_argument(name, spec, inputs) for name in spec.arguments])
        for spec in specs
    ]
    query = create_type("Query", fields, description="Every report answers its own envelope.")
    extension = type("KnownDocuments", (KnownDocument,), {"valid": WeakSet()})
    config = StrawberryConfig(auto_camel_case=False, default_resolver=read_key)
    return SalesSchema(query=query, config=config, extensions=[extension], execution_context_class=row_executor())


def _argument(name: str, spec: ReportSpec, inputs: InputTypes) -> StrawberryArgument:
    argument = ARGUMENTS[name]
    kind = inputs.of(argument.kind, spec, required=name in spec.required)
    default: object = UNSET
    if argument.kind is ArgumentKind.LIMIT and spec.limit is not None:
        default = spec.limit
    return StrawberryArgument(
        python_name=name,
        graphql_name=name,
        type_annotation=StrawberryAnnotation(kind),
        description=argument.description,
        default=default,
    )


def sdl(schema: strawberry.Schema) -> str:
    """The schema as text, as committed in backend/schema.graphql."""
    return schema.as_str().rstrip() + "\n"
