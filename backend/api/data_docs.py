"""What the REST description says of /api/data: checking, loading, watching, stopping and undoing.

In: the envelope's schema. Out: paths of an OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backend.api.data_loads import CHECK, LOADS, MODES, UNDO

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer"}
_MONEY: Schema = {"type": "number"}
_MODE: Schema = {"type": "string", "enum": list(MODES), "default": MODES[0]}
_STATES = "running stopping loaded unchanged refused failed cancelled undone replaced done"
_FAILURE: Schema = {"$ref": "#/components/responses/Failure"}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _object(properties: Schema, *, closed: bool = False) -> Schema:
    return {"type": "object", "properties": properties, **({"additionalProperties": False} if closed else {})}


def _or_null(shape: Schema) -> Schema:
    return {"oneOf": [shape, {"type": "null"}]}


_TOTALS = _object({"lines": _COUNT, "grossRevenue": _MONEY})
_REPLACED = _list(_object({"day": _TEXT, "branch": _TEXT_OR_NULL, "before": _TOTALS, "after": _TOTALS}))
_COUNTED = _list(_object({"code": _TEXT, "count": _COUNT}))
_NOTICES = _list(_object({"code": _TEXT, "message": _TEXT, "count": _COUNT}))
_EXAMPLES = _list(_object({"line": _COUNT, "column": _TEXT_OR_NULL, "value": _TEXT_OR_NULL}))
_RULES = _list(_object({"rule": _TEXT, "count": _COUNT, "hint": _TEXT, "examples": _EXAMPLES}))
_PARTS = ("in", "loaded", "duplicate", "quarantined")

CHECKED = _object(
    {
        "upload": _or_null(
            _object({"id": _TEXT, "name": _TEXT, "size": _COUNT, "sha256": _TEXT, "keptSeconds": _COUNT})
        ),
        "outcome": {"type": "string", "enum": ["clean", "quarantine", "refused"]},
        "mapping": {**_TEXT_OR_NULL, "description": "the mapping that was used, or one to correct, as YAML"},
        "fields": _list(
            _object(
                {
                    "column": _TEXT,
                    "kind": _TEXT,
                    "required": {"type": "boolean"},
                    "definition": _TEXT,
                    "header": _TEXT_OR_NULL,
                    "expression": _TEXT_OR_NULL,
                    "constant": _TEXT_OR_NULL,
                }
            )
        ),
        "columns": _list(_object({"name": _TEXT, "samples": _list(_TEXT), "filled": _COUNT, "of": _COUNT})),
        "ignored": _list(_TEXT),
        "line": {"type": ["integer", "null"], "description": "of a refused file: the line at fault"},
        "lines": _object(dict.fromkeys(("in", "clean", "quarantined", "blank", "repeatedHeaders"), _COUNT)),
        "money": _list(_object({"column": _TEXT, "in": _MONEY})),
        "unparsable": _list(_object({"column": _TEXT, "count": _COUNT})),
        "rules": _RULES,
        "notices": _NOTICES,
        "warnings": _COUNTED,
        "evidence": _list(_TEXT),
        "questions": _list(_object({"key": _TEXT, "text": _TEXT})),
        "mode": _MODE,
        "days": _or_null(_object({"first": _TEXT, "last": _TEXT, "count": _COUNT})),
        "branches": _list(_TEXT),
        "replaced": {**_REPLACED, "description": "days that a replace would change, the first thousand"},
        "replacedCount": _COUNT,
    }
)
LOAD = _object(
    {
        "id": _TEXT,
        "kind": {"type": "string", "enum": ["load", "undo", "targets", "rates"]},
        "by": {"type": "string", "enum": ["page", "command"]},
        "state": {"type": "string", "enum": _STATES.split()},
        "cancellable": {"type": "boolean"},
        "file": _TEXT_OR_NULL,
        "mode": _TEXT_OR_NULL,
        "covers": _TEXT_OR_NULL,
        "upload": _TEXT_OR_NULL,
        "startedAt": _TEXT,
        "endedAt": _TEXT_OR_NULL,
        "progress": _or_null({"type": "object"}),
        "loadId": _TEXT_OR_NULL,
        "number": {"type": ["integer", "null"]},
        "isNewest": {"type": "boolean", "description": "whether an undo would take this one back"},
        "version": _TEXT_OR_NULL,
        "sha256": _TEXT_OR_NULL,
        "mapping": _TEXT_OR_NULL,
        "balance": _or_null(
            _object(
                {
                    "lines": _object(dict.fromkeys((*_PARTS, "blank", "repeatedHeaders"), _COUNT)),
                    "money": _list(_object({"column": _TEXT, **dict.fromkeys(_PARTS, _MONEY)})),
                    "isEqual": {"type": "boolean"},
                }
            )
        ),
        "unparsable": {"type": "object", "additionalProperties": _COUNT},
        "rounding": {"type": ["number", "null"]},
        "days": _or_null(_list(_TEXT)),
        "months": _list(_TEXT),
        "quarantine": _or_null(_object({"lines": _COUNT})),
        "notices": _NOTICES,
        "warnings": _COUNTED,
        "replaced": _REPLACED,
        "published": {"description": "what became of the copy on Druid; null where there is none"},
        "error": _or_null(
            _object(
                {
                    "code": _TEXT,
                    "message": _TEXT,
                    "hint": _TEXT,
                    "line": {"type": ["integer", "null"]},
                    "mapping": _TEXT_OR_NULL,
                    "quarantineOf": _TEXT_OR_NULL,
                }
            )
        ),
    }
)
_LOADS = _object(
    {
        "loads": _list({"$ref": "#/components/schemas/Load"}),
        "running": _TEXT_OR_NULL,
        "holder": _TEXT_OR_NULL,
        "holderProgress": _or_null({"type": "object"}),
        "uploads": _object({"isOn": {"type": "boolean"}, "reason": _TEXT_OR_NULL, "maxBytes": _COUNT}),
    }
)
SCHEMAS: dict[str, Schema] = {"Checked": CHECKED, "Load": LOAD}

Enveloped = Callable[[Schema], Schema]


def data_paths(enveloped: Enveloped) -> dict[str, Schema]:
    """The paths under /api/data that change or show loads."""
    load: Schema = {"$ref": "#/components/schemas/Load"}
    found = _answer("the load as it stands", enveloped(load))
    begun = _answer("it has begun", enveloped(load))
    events = {"description": "progress events, then one `end` event", "content": {"text/event-stream": {}}}
    lines = {"description": "the lines with what is wrong with each", "content": {"text/csv": {}}}
    return {
        CHECK: {"post": _check(enveloped)},
        LOADS: {
            "get": _operation(
                "listLoads", "Every load, the newest first.", {"200": _answer("them", enveloped(_LOADS))}
            ),
            "post": {
                **_operation("startLoad", "Begin to load an upload; one load at a time.", {"202": begun}),
                "requestBody": _json_body({"mapping": _TEXT_OR_NULL, "mode": _MODE, "covers": _TEXT_OR_NULL}, "upload"),
            },
        },
        f"{LOADS}/{{id}}": {
            "get": _of_one("getLoad", "One load with everything known of it.", {"200": found}),
            "delete": _of_one("cancelLoad", "Stop a load before its swap.", {"200": found}),
        },
        f"{LOADS}/{{id}}/events": {"get": _of_one("watchLoad", "How a load is getting on.", {"200": events})},
        f"{LOADS}/{{id}}/quarantine": {
            "get": _of_one("getQuarantine", "The lines that a load set aside.", {"200": lines})
        },
        UNDO: {
            "post": {
                **_operation("undoLoad", "Begin to take the newest load back, as a new version.", {"202": begun}),
                "requestBody": _json_body({"loadId": {**_TEXT_OR_NULL, "description": "refused unless the newest"}}),
            }
        },
    }


def _of_one(name: str, summary: str, answers: Schema) -> Schema:
    """An operation at the address of a load."""
    in_path = {"name": "id", "in": "path", "required": True, "schema": _TEXT}
    return {**_operation(name, summary, answers), "parameters": [in_path]}


def _check(enveloped: Enveloped) -> Schema:
    checked: Schema = {"$ref": "#/components/schemas/Checked"}
    refused = enveloped(_or_null(checked))
    refused["properties"]["error"] = _object({"code": _TEXT, "message": _TEXT, "hint": _TEXT})
    answers = {
        "200": _answer("what a load would find", enveloped(checked)),
        "422": _answer("the file would be refused; the loader's own code says why", refused),
    }
    again = _json_body({"mapping": _TEXT_OR_NULL, "mode": _MODE}, "upload")
    binary: Schema = {"type": "string", "format": "binary"}
    file, form = {"schema": binary}, {"schema": _object({"file": binary}, closed=True)}
    parameters = [
        {"name": "name", "in": "query", "schema": _TEXT, "description": "what the file is called"},
        {"name": "mode", "in": "query", "schema": _MODE},
    ]
    return {
        **_operation("checkFile", "Look at a file, or again at an upload; nothing changes.", answers),
        "parameters": parameters,
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": file, "multipart/form-data": form, **again["content"]},
        },
    }


def _operation(name: str, summary: str, answers: Schema) -> Schema:
    return {"operationId": name, "summary": summary, "tags": ["Loads"], "responses": {**answers, "default": _FAILURE}}


def _answer(description: str, shape: Schema) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": shape}}}


def _json_body(more: Schema, needed: str = "") -> Schema:
    shape = _object({**({needed: _TEXT} if needed else {}), **more}, closed=True)
    required = {"required": [needed]} if needed else {}
    return {"required": True, "content": {"application/json": {"schema": {**shape, **required}}}}
