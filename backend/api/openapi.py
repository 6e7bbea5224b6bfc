"""The OpenAPI description of the REST door, made from the reports, the argument table and the error table.

Comes in: specs, names of the catalog. Goes out: a plain JSON document, committed as backend/openapi.json.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any

import orjson

from backend.api.data_docs import SCHEMAS, data_paths
from backend.api.diagnostics_fields import DIAGNOSTICS_FIELD
from backend.api.envelope_fields import ERROR, METADATA
from backend.api.file_docs import PARAMETERS as FORM_PARAMETERS
from backend.api.file_docs import file_contents, file_headers, printed_path
from backend.api.parameters import MAX_AVERAGED, MAX_DIMENSIONS, MAX_LIMIT, MAX_MEASURES, OPERATORS, TIME, Names
from backend.api.printed import PATH as PRINTED
from backend.api.rest import KPIS, path_of
from backend.error_table import ERRORS
from backend.question import Anchor, ComparisonKind, Period, SourceChoice
from backend.reports.arguments import ARGUMENTS, Argument, ArgumentKind
from backend.reports.effects import Kind
from backend.reports.grouped import GROUP_BY
from backend.reports.spec import AbcClass, Field, FieldType, Metric, ReportSpec, Segment, SortOrder
from druid.catalog.model import Grain

Schema = dict[str, Any]
VERSION = "0.1.0"
DIAGNOSTICS = "/api/diagnostics"

_SCALARS: Mapping[FieldType, Schema] = {
    FieldType.TEXT: {"type": "string"},
    FieldType.MONEY: {"type": "number"},
    FieldType.UNITS: {"type": "number"},
    FieldType.COUNT: {"type": "integer"},
    FieldType.FRACTION: {"type": "number"},
    FieldType.NUMBER: {"type": "number"},
    FieldType.INSTANT: {"type": "string", "format": "date-time"},
    FieldType.FLAG: {"type": "boolean"},
}
_TEXT: Schema = {"type": "string"}
_MOMENT: Schema = {"type": "string", "description": "a date, or an instant with its offset"}


def _one_of(values: Iterable[str]) -> Schema:
    return {"type": "string", "enum": list(values)}


def _list(item: Schema, most: int | None = None) -> Schema:
    return {"type": "array", "items": item, **({} if most is None else {"maxItems": most})}


def _closed(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    needed = list(required)
    shape: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return {**shape, "required": needed} if needed else shape


_COMPARISON = _closed({"kind": _one_of(ComparisonKind), "startDate": _MOMENT, "endDate": _MOMENT}, ["kind"])
_SHORT_COMPARISON = {"type": "string", "description": "a kind, or two dates joined by a slash"}
_FIXED: Mapping[ArgumentKind, Schema] = {
    ArgumentKind.PERIOD: _one_of(Period),
    ArgumentKind.DATE_RANGE: _closed({"startDate": _MOMENT, "endDate": _MOMENT}, ["startDate", "endDate"]),
    ArgumentKind.COMPARE: _list({"oneOf": [_SHORT_COMPARISON, _COMPARISON]}),
    ArgumentKind.GRAIN: _one_of(Grain),
    ArgumentKind.TIMEZONE: _TEXT,
    ArgumentKind.SORT_LIST: _list(_closed({"field": _TEXT, "order": _one_of(SortOrder)}, ["field"])),
    ArgumentKind.ORDER: _one_of(SortOrder),
    ArgumentKind.CURSOR: _TEXT,
    ArgumentKind.ANCHOR: _one_of(Anchor),
    ArgumentKind.SOURCE: _one_of(SourceChoice),
    ArgumentKind.FLAG: {"type": "boolean"},
    ArgumentKind.METRIC: _one_of(Metric),
    ArgumentKind.GROUP_BY: _one_of(name.upper() for name in GROUP_BY),
    ArgumentKind.TEXT: _TEXT,
    ArgumentKind.ID: _TEXT,
    ArgumentKind.BUCKETS: {"type": "integer", "minimum": 2, "maximum": MAX_AVERAGED},
    ArgumentKind.ABC_CLASS: _one_of(AbcClass),
    ArgumentKind.SEGMENT: _one_of(Segment),
    ArgumentKind.PART: _one_of(Kind),
}


def _from_names(kind: ArgumentKind, names: Names) -> Schema:
    dimension, measure = _one_of(names.dimensions), _one_of(names.measures)
    or_time = _one_of((*names.dimensions, TIME))
    one_filter = _closed(
        {"in": _list(_TEXT, names.max_values), "notIn": _list(_TEXT), "contains": _TEXT, "isNull": {"type": "boolean"}}
    )
    column = {"type": "string", "description": "A measure, or a comparison's column such as netRevenue:PREVIOUS_YEAR."}
    having = _closed({"measure": column, "op": _one_of(OPERATORS), "value": {"type": "number"}}, ["measure", "op"])
    made: Mapping[ArgumentKind, Schema] = {
        ArgumentKind.FILTERS: _closed(dict.fromkeys(names.dimensions, one_filter)),
        ArgumentKind.DIMENSION: dimension,
        ArgumentKind.DIMENSIONS: _list(dimension, MAX_DIMENSIONS),
        ArgumentKind.MEASURES: _list(measure, MAX_MEASURES),
        ArgumentKind.HAVING: _list(having),
        ArgumentKind.TOP: _closed(
            {"n": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT}, "per": or_time}, ["n"]
        ),
    }
    return made[kind]


def _argument_schema(argument: Argument, spec: ReportSpec, names: Names) -> Schema:
    if argument.kind is ArgumentKind.SORT:
        return _one_of(spec.sort_fields)
    if argument.kind is ArgumentKind.LIMIT:
        limit: Schema = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT}
        return limit if spec.limit is None else {**limit, "default": spec.limit}
    if argument.name == "columns":
        return _list(_one_of((*names.dimensions, TIME)), MAX_DIMENSIONS)
    return _FIXED[argument.kind] if argument.kind in _FIXED else _from_names(argument.kind, names)


def _field_schema(field: Field) -> Schema:
    described = {"description": field.description} if field.description else {}
    if field.type is FieldType.JSON:
        return described
    if field.type in _SCALARS:
        shape: Schema = dict(_SCALARS[field.type])
    else:
        row = _row_schema(field)
        shape = _list(row) if field.type is FieldType.LIST else row
    if not field.required:
        shape["type"] = [shape["type"], "null"]
    return {**shape, **described}


def _row_schema(field: Field) -> Schema:
    return {
        "type": "object",
        "properties": {part.name: _field_schema(part) for part in field.fields},
        "required": [part.name for part in field.fields if part.required],
    }


def _envelope_schema(data: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {
            "data": data,
            "error": {"oneOf": [{"$ref": "#/components/schemas/ApiError"}, {"type": "null"}]},
            "metadata": {"$ref": "#/components/schemas/Metadata"},
        },
        "required": ["data", "error", "metadata"],
        "additionalProperties": False,
    }


def _parameter(name: str, shape: Schema, description: str, *, is_list: bool = False) -> Schema:
    written: Schema = {"name": name, "in": "query", "description": description}
    if is_list:
        return {**written, "schema": _list(shape), "style": "form", "explode": True}
    return {**written, "schema": shape}


def _spread(argument: Argument, spec: ReportSpec, names: Names) -> list[Schema]:
    """The query parameters that an argument is written as."""
    if argument.kind is ArgumentKind.DATE_RANGE:
        return [_parameter(name, _MOMENT, argument.description) for name in ("startDate", "endDate")]
    if argument.kind is ArgumentKind.COMPARE:
        return [_parameter(argument.name, _SHORT_COMPARISON, argument.description, is_list=True)]
    if argument.kind is ArgumentKind.FILTERS:
        return [parameter for name in names.dimensions for parameter in _filter_parameters(name, names)]
    return [_parameter(argument.name, _argument_schema(argument, spec, names), argument.description)]


def _filter_parameters(name: str, names: Names) -> list[Schema]:
    member: Schema = {**_TEXT, "maxLength": 1000}
    keep = _parameter(name, member, "members to keep; empty: lines without one", is_list=True)
    keep["schema"]["maxItems"] = names.max_values
    drop = _parameter(f"{name}!", member, "members to drop", is_list=True)
    return [keep, drop, _parameter(f"{name}~", member, "part of the member's name")]


def _operation(spec: ReportSpec, names: Names) -> Schema:
    in_path = [name for name in spec.arguments if f"{{{name}}}" in path_of(spec)]
    asked = [ARGUMENTS[name] for name in spec.arguments if name not in in_path]
    operation: Schema = {
        "operationId": spec.name,
        "summary": spec.description,
        "tags": ["Reports" if spec.rest_path is None else "About the data"],
        "responses": {
            "200": _in_any_form(_response("the answer", _envelope_schema(_field_schema(spec.data)))),
            "default": {"$ref": "#/components/responses/Failure"},
        },
    }
    if spec.method == "POST":
        dates = {"startDate": _MOMENT, "endDate": _MOMENT}
        body = _closed({**{a.name: _argument_schema(a, spec, names) for a in asked}, **dates}, spec.required)
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
        return {**operation, "parameters": [*FORM_PARAMETERS]}
    parameters = [_parameter(name, _argument_schema(ARGUMENTS[name], spec, names), "") for name in in_path]
    written = [{**parameter, "in": "path", "required": True} for parameter in parameters]
    written += [parameter for argument in asked for parameter in _spread(argument, spec, names)]
    return {**operation, "parameters": [*written, *FORM_PARAMETERS]}


def _in_any_form(response: Schema) -> Schema:
    """The JSON answer, or the same as a file."""
    return {**response, "headers": file_headers(), "content": {**response["content"], **file_contents()}}


def _response(description: str, shape: Schema) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": shape}}}


def _probe(name: str, summary: str) -> Schema:
    data: Schema = {"type": "object"}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "tags": ["Health"],
            "responses": {
                "200": _response(summary, _envelope_schema(data)),
                "default": {"$ref": "#/components/responses/Failure"},
            },
        }
    }


PROBES: Mapping[str, Schema] = {
    "/api/health": _probe("health", "Whether questions are answered; 503 with the reason when not."),
    "/api/health/ready": _probe("ready", "The same as /api/health."),
    "/api/health/live": _probe("live", "Whether the process runs."),
    "/api/health/druid": _probe("druid", "The connection to Druid."),
}


def _diagnostics() -> Schema:
    summary = "Is it right, fast and fresh? Blocks that may each fail alone."
    return {
        "get": {
            "operationId": "diagnostics",
            "summary": summary,
            "tags": ["Health"],
            "responses": {
                "200": _response(summary, _envelope_schema(_field_schema(DIAGNOSTICS_FIELD))),
                "default": {"$ref": "#/components/responses/Failure"},
            },
        }
    }


@lru_cache(maxsize=4)
def openapi_text(specs: tuple[ReportSpec, ...], names: Names) -> bytes:
    """The document as it is served; made once for all applications over the same reports."""
    return orjson.dumps(openapi_document(specs, names))


def openapi_document(specs: Iterable[ReportSpec], names: Names) -> Schema:
    codes = sorted({error.code for error in ERRORS})
    failure = _envelope_schema({"type": "null"})
    error = _row_schema(ERROR)
    error["properties"]["code"] = _one_of(codes)
    paths: dict[str, Schema] = {path_of(spec): {spec.method.lower(): _operation(spec, names)} for spec in specs}
    paths |= {**PROBES, DIAGNOSTICS: _diagnostics(), **data_paths(_envelope_schema)}
    overview = paths.get(f"{KPIS}sales-overview")
    if overview is not None:
        own = [p for p in overview["get"]["parameters"] if p not in FORM_PARAMETERS]
        paths[f"{PRINTED}.html"] = printed_path(own)
    shared = _share_parameters(paths)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sales analytics", "version": VERSION, "description": "Every answer is in one envelope."},
        "paths": paths,
        "components": {
            "schemas": {"ApiError": error, "Metadata": _row_schema(METADATA), **SCHEMAS},
            "parameters": shared,
            "responses": {"Failure": _response("a coded failure", failure)},
        },
    }


def _share_parameters(paths: Mapping[str, Schema]) -> dict[str, Schema]:
    """Put parameters that several operations write alike in one place, and refer to them there."""
    lists = [
        operation["parameters"] for path in paths.values() for operation in path.values() if "parameters" in operation
    ]
    written: defaultdict[str, list[Schema]] = defaultdict(list)
    for parameter in chain.from_iterable(lists):
        written[parameter["name"]].append(parameter)
    shared = {
        name: alike[0] for name, alike in written.items() if len(alike) > 1 and alike.count(alike[0]) == len(alike)
    }
    names = {name: name.replace("!", "Not").replace("~", "Contains") for name in shared}
    for parameters in lists:
        parameters[:] = [
            {"$ref": f"#/components/parameters/{names[p['name']]}"} if p["name"] in shared else p for p in parameters
        ]
    return {names[name]: parameter for name, parameter in shared.items()}
