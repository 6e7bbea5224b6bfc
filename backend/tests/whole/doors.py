"""One question through both doors of a real store: its REST form, its GraphQL form, what of an answer must be equal.

In: a report and arguments as GraphQL variables. Out: `Told` of each door. The GraphQL document asks for every field
that the report and the envelope have, so nothing can hide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from backend.api.envelope_fields import ERROR, METADATA
from backend.reports.arguments import ARGUMENTS, ArgumentKind
from backend.reports.spec import Field, FieldType, ReportSpec
from backend.tests.api.test_equal_questions import Pair, as_pairs

Json = Any

TYPES: Mapping[ArgumentKind, str] = {
    ArgumentKind.PERIOD: "Period",
    ArgumentKind.DATE_RANGE: "DateRangeInput",
    ArgumentKind.FILTERS: "SalesFilter",
    ArgumentKind.COMPARE: "[ComparisonInput!]",
    ArgumentKind.GRAIN: "Grain",
    ArgumentKind.TIMEZONE: "String",
    ArgumentKind.SORT_LIST: "[SortInput!]",
    ArgumentKind.ORDER: "SortOrder",
    ArgumentKind.LIMIT: "Int",
    ArgumentKind.CURSOR: "String",
    ArgumentKind.ANCHOR: "Anchor",
    ArgumentKind.SOURCE: "SourceChoice",
    ArgumentKind.FLAG: "Boolean",
    ArgumentKind.METRIC: "Metric",
    ArgumentKind.GROUP_BY: "GroupBy",
    ArgumentKind.DIMENSION: "String",
    ArgumentKind.DIMENSIONS: "[String!]",
    ArgumentKind.MEASURES: "[String!]",
    ArgumentKind.HAVING: "[HavingInput!]",
    ArgumentKind.TEXT: "String",
    ArgumentKind.ID: "ID",
    ArgumentKind.TOP: "TopInput",
    ArgumentKind.BUCKETS: "Int",
    ArgumentKind.ABC_CLASS: "AbcClass",
    ArgumentKind.SEGMENT: "Segment",
    ArgumentKind.PART: "ChangePart",
}
OWN = ("requestId", "tookMs", "cache")
"""Keys of the metadata that belong to a request, not to its answer."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a door said, without what belongs to the request alone."""

    data: Json
    error: Json
    metadata: Json

    @property
    def code(self) -> str | None:
        return self.error["code"] if self.error else None


def told(envelope: Mapping[str, Json]) -> Told:
    metadata = {name: value for name, value in envelope["metadata"].items() if name not in OWN}
    return Told(envelope["data"], envelope["error"], metadata)


def selection(field: Field) -> str:
    """Every key below a field, as a GraphQL selection."""
    if field.type not in {FieldType.LIST, FieldType.OBJECT}:
        return field.name
    return f"{field.name}{{{' '.join(selection(part) for part in field.fields)}}}"


def document(spec: ReportSpec, sort_type: str, names: list[str]) -> str:
    """A query with each argument as a variable."""
    types = {name: sort_type if name == "sortBy" else TYPES[ARGUMENTS[name].kind] for name in names}
    types = {name: kind + "!" * (name in spec.required) for name, kind in types.items()}
    variables = ", ".join(f"${name}: {kind}" for name, kind in types.items())
    arguments = ", ".join(f"{name}: ${name}" for name in names)
    head = f"query Q({variables})" if names else "query Q"
    parts = " ".join(selection(field) for field in (_named(spec.data, "data"), ERROR, METADATA))
    return f"{head} {{ {spec.name}{f'({arguments})' if names else ''} {{ {parts} }} }}"


def _named(field: Field, name: str) -> Field:
    return Field(name, field.type, fields=field.fields)


@dataclass(frozen=True, slots=True)
class Doors:
    """Both doors of an application; `sorts` holds the name of each report's sort enum."""

    client: httpx.AsyncClient
    sorts: Mapping[str, str]

    async def graphql(self, spec: ReportSpec, asked: Mapping[str, Json]) -> Told:
        query = document(spec, self.sorts.get(spec.name, ""), list(asked))
        answer = (await self.client.post("/graphql", json={"query": query, "variables": dict(asked)})).json()
        if "errors" in answer:  # a document that never ran
            return Told(None, answer["errors"][0]["extensions"], {})
        return told(answer["data"][spec.name])

    async def rest(self, spec: ReportSpec, asked: Mapping[str, Json]) -> Told:
        path = spec.rest_path or f"/api/kpis/{kebab(spec.name)}"
        if spec.method == "POST":
            return told((await self.client.post(path, json=dict(asked))).json())
        rest = dict(asked)
        if "{dimension}" in path:
            path = path.replace("{dimension}", rest.pop("dimension"))
        pairs: list[Pair] = as_pairs(rest)
        return told((await self.client.get(path, params=pairs)).json())


def kebab(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)


async def open_doors(client: httpx.AsyncClient) -> Doors:
    """Ask the schema itself how each report's sort enum is called, once the model of the data is fitted.

    Else the first door might say that it is being fitted, and the second what it says.
    """
    await client.get("/api/kpis/customer-lifetime-value", params={"customerId": "nobody"})
    query = "{__schema{queryType{fields{name args{name type{name ofType{name}}}}}}}"
    found = (await client.post("/graphql", json={"query": query})).json()["data"]["__schema"]["queryType"]["fields"]
    sorts = {
        field["name"]: argument["type"]["name"] or argument["type"]["ofType"]["name"]
        for field in found
        for argument in field["args"]
        if argument["name"] == "sortBy"
    }
    return Doors(client, sorts)
