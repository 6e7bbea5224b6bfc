"""The envelope's own keys as `Field`s: error and metadata, from which both doors describe them.

`backend.envelope` writes them; a test holds the two equal.
"""

from __future__ import annotations

from backend.reports.spec import Field, FieldType


def _text(name: str, description: str, *, required: bool = False) -> Field:
    return Field(name, FieldType.TEXT, description, required)


def _instant(name: str, description: str, *, required: bool = False) -> Field:
    return Field(name, FieldType.INSTANT, description, required)


def _flag(name: str, description: str) -> Field:
    return Field(name, FieldType.FLAG, description, required=True)


def _list(name: str, description: str, type_name: str, *fields: Field) -> Field:
    return Field(name, FieldType.LIST, description, True, fields, type_name)


def _object(name: str, description: str, type_name: str, *fields: Field) -> Field:
    return Field(name, FieldType.OBJECT, description, False, fields, type_name)


_SPAN = (
    _instant("start", "first moment", required=True),
    _instant("end", "first moment after it", required=True),
)
_PARTS = _list(
    "parts",
    "which table answered which measures over which stretch",
    "SourcePart",
    _text("table", "base or rollup", required=True),
    _text("window", "current, or comparison[i]", required=True),
    *_SPAN,
    Field("measures", FieldType.JSON, "names of the measures answered", required=True),
)
_REJECTED = _list(
    "rejected",
    "tables that could not answer",
    "Rejection",
    _text("table", "the rollup", required=True),
    _text("reason", "a named reason", required=True),
    _text("field", "what it lacks"),
)
_CACHE = Field(
    "cache",
    FieldType.OBJECT,
    "whether the answer was computed before",
    True,
    (_flag("hit", "computed before"), Field("ageMs", FieldType.COUNT, "how long ago", required=True)),
    "CacheState",
)

ERROR = _object(
    "error",
    "why there is no data",
    "ApiError",
    _text("code", "a stable code", required=True),
    _text("message", "a plain sentence", required=True),
    _text("hint", "what to do next"),
)

METADATA = Field(
    "metadata",
    FieldType.OBJECT,
    "where the answer came from",
    True,
    (
        _text("requestId", "id of this request, as in the log", required=True),
        _text("dataVersion", "the one data version all values come from"),
        _instant("asOf", "moment of the newest completed line"),
        _text("engine", "engine that answered", required=True),
        _object("source", "tables that answered, and why others could not", "Source", _PARTS, _REJECTED),
        _object(
            "period",
            "the resolved period; the end is excluded",
            "ResolvedPeriod",
            *_SPAN,
            _text("grain", "length of a bucket"),
            _text("timezone", "zone of its days", required=True),
        ),
        _list("comparisons", "the resolved earlier windows", "ResolvedComparison", _text("kind", "its kind"), *_SPAN),
        _text("currency", "currency of all money", required=True),
        _flag("exact", "no value is an estimate"),
        Field("relativeError", FieldType.NUMBER, "bound of the error of estimates"),
        _flag("complete", "no loaded line was left out; warnings tell days never loaded, page rows past a limit"),
        _flag("stale", "an earlier answer, while the data cannot be reached"),
        Field("rowCount", FieldType.COUNT, "rows in data", required=True),
        _CACHE,
        Field("tookMs", FieldType.NUMBER, "time spent on it", required=True),
        _list(
            "warnings",
            "what to know before using it",
            "Warning",
            _text("code", "a stable code", required=True),
            _text("message", "a plain sentence", required=True),
            _text("field", "what it is about"),
        ),
        _list(
            "nulls",
            "why values are null",
            "NullReason",
            _text("field", "field of the row", required=True),
            _text("code", "why it is null", required=True),
        ),
        _object(
            "page",
            "where a list goes on",
            "Page",
            Field("totalCount", FieldType.COUNT, "rows on all pages", required=True),
            _text("endCursor", "pass as `after` for the next page"),
            _flag("hasNextPage", "more rows follow"),
        ),
        Field("totals", FieldType.JSON, "the same measures over all rows, from base sums"),
        Field("others", FieldType.JSON, "the same measures over the rows not listed"),
        Field("extra", FieldType.JSON, "what only this report adds"),
    ),
    "Metadata",
)
