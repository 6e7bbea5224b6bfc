"""The blocks of `/api/diagnostics` as `Field`s, from which OpenAPI describes them; a test holds answers to it."""

from __future__ import annotations

from backend.api.envelope_fields import ERROR
from backend.reports.spec import Field, FieldType


def _text(name: str, description: str, *, required: bool = True) -> Field:
    return Field(name, FieldType.TEXT, description, required)


def _count(name: str, description: str, *, required: bool = True) -> Field:
    return Field(name, FieldType.COUNT, description, required)


def _flag(name: str, description: str, *, required: bool = True) -> Field:
    return Field(name, FieldType.FLAG, description, required)


def _json(name: str, description: str) -> Field:
    return Field(name, FieldType.JSON, description, required=True)


def _list(name: str, description: str, *fields: Field) -> Field:
    return Field(name, FieldType.LIST, description, required=True, fields=fields)


def _object(name: str, description: str, *fields: Field) -> Field:
    return Field(name, FieldType.OBJECT, description, fields=fields)


def _block(name: str, description: str, *fields: Field) -> Field:
    told = (
        _object("data", "null when the block failed", *fields),
        Field("error", ERROR.type, "why", fields=ERROR.fields),
    )
    return Field(name, FieldType.OBJECT, description, required=True, fields=told)


_GAP = (
    _text("table", "the rollup"),
    _text("month", "2024-03"),
    _text("day", "local day that differs; null when the whole file is damaged", required=False),
    _text("measure", "number that differs", required=False),
    Field("expected", FieldType.NUMBER, "total of the base lines"),
    Field("found", FieldType.NUMBER, "total of the rollup"),
)
_PLACE = (_text("table", "the table"), _text("month", "its month"))

_VERSIONS = _block(
    "versions",
    "what runs, over which data, in which zone",
    _text("product", "release"),
    _text("catalog", "version of the definitions"),
    _text("engine", "embedded or druid"),
    _text("dataVersion", "null when nothing was loaded", required=False),
    _text("loadedAt", "when that version was published", required=False),
    Field("asOf", FieldType.INSTANT, "newest completed line"),
    _count("loads", "loads that this version is made of"),
    _text("timezone", "business zone"),
    _text("currency", "of all money"),
    _count("weekStart", "1 Monday to 7 Sunday"),
    _count("fiscalYearStart", "month in which the fiscal year begins"),
    _text("environment", "development, staging or production"),
    Field("startedAt", FieldType.INSTANT, "when this process began", required=True),
    _json("libraries", "versions of what computes the numbers"),
)
_ENGINE = _block("engine", "how the engine is; further keys by engine", _text("state", "ok, degraded, no_data, …"))
_COVERAGE = _block(
    "coverage",
    "which months of which rollup may answer, and which days were loaded",
    _list(
        "months",
        "in order, gaps included",
        _text("month", "2024-03"),
        _count("lines", "stored lines"),
        _count("days", "days of the calendar"),
        _count("daysLoaded", "days that some load spoke for"),
        _json("missingDays", "the others, by their number in the month"),
    ),
    _count("olderMonths", "months before the first shown"),
    _list(
        "tables",
        "rollups, and tables beside them",
        _text("table", "its name"),
        _count("rows", "stored rows"),
        _json("states", "BUILT, WITHDRAWN, NOT_BUILT or EMPTY, a month each"),
        _json("rowsByMonth", "stored rows, a month each"),
        _json("differingDays", "local days for which a withdrawn month failed its comparison"),
    ),
    _list("holes", "days between loaded ones", _text("start", "first day"), _text("end", "last day, included")),
    _count("holeCount", "all of them; the newest are listed"),
    _count("daysLoaded", "days that some load spoke for"),
)
_PROOF = _block(
    "proof",
    "rollups against base lines",
    _object(
        "last",
        "the last `make verify`; null when there was none",
        Field("at", FieldType.INSTANT, "when", required=True),
        _count("tookMs", "how long"),
        _text("version", "data version that was compared"),
        _flag("isEqual", "nothing differed"),
        _count("files", "files read"),
        _count("differences", "days and measures that differed"),
        _list("mismatches", "the first of them", *_GAP),
        _list("damaged", "files with other bytes than were published", *_PLACE),
        _count("passedOver", "newer versions that do not hold"),
        _object(
            "copy",
            "the copy on a cluster; null when there is none",
            _flag("isEqual", "nothing differed"),
            _list("mismatches", "rollup days that differed there", *_GAP),
            _json("gaps", "months that differ from what is loaded, in words"),
        ),
    ),
    _flag("isCurrent", "no version was published since"),
    _list("withdrawn", "what may not answer now", *_GAP),
    _count("withdrawnCount", "all of them"),
)
_LOADER = _block(
    "loader",
    "what is being loaded just now",
    _text("holder", "command that works on the store, in its own words; null while none does", required=False),
    _object(
        "running",
        "what was asked for over HTTP; null while nothing is",
        _text("id", "as at /api/data/loads"),
        _text("kind", "load or undo"),
        _text("file", "name of the file"),
        Field("startedAt", FieldType.INSTANT, "when it began", required=True),
    ),
)
_CACHE = _block(
    "cache",
    "what this process keeps between questions",
    _flag("reused", "whether an answer computed before is given again for an equal question"),
    _object(
        "answers",
        "whole answers kept as they were sent; all counts are of this process since it began",
        _count("entries", "answers kept"),
        _count("bytes", "their size in every form"),
        _count("mostBytes", "their largest size; 0: none is kept"),
        _count("hits", "questions answered from them"),
        _count("revalidated", "questions whose asker had the answer already (304)"),
        _count("shared", "questions answered by the computation of an equal one"),
        _count("misses", "questions computed"),
        _count("bypassed", "questions that came while answers may not be kept"),
        _count("evicted", "answers given up for room"),
        _count("expired", "answers given up for their age"),
        _count("superseded", "answers given up for a newer data version"),
        _count("warmed", "questions asked again before anybody did"),
        _count("oldestMs", "age of the oldest", required=False),
    ),
    _object(
        "standIn",
        "last answers that may stand in for an engine that is away; null where none may",
        _count("entries", "answers kept"),
        _count("bytes", "their size"),
        _count("mostBytes", "their largest size"),
        _count("keptSeconds", "age up to which one may stand in"),
        _count("hits", "how often one did"),
        _count("oldestMs", "age of the oldest", required=False),
    ),
    _list(
        "computed",
        "what is computed once for a data version",
        _text("version", "the data version"),
        _text("work", "what"),
        _text("state", "RUNNING, DONE or FAILED"),
    ),
    _count("memberLists", "lists of members in memory"),
)
_SLOW = _block(
    "slow",
    "the slowest questions of the last hour in this process",
    _count("asked", "questions since the process began"),
    _count("keptSeconds", "how long one is remembered"),
    _list(
        "questions",
        "slowest first",
        Field("at", FieldType.INSTANT, "when it was asked", required=True),
        _text("report", "what was asked"),
        Field("tookMs", FieldType.NUMBER, "how long it took", required=True),
        _text("requestId", "as in the log"),
        _count("rows", "rows answered"),
        _json("tables", "what it was read from"),
        _json("rejected", "tables that could not answer, as in `metadata.source.rejected`"),
        _text("code", "why it failed", required=False),
        _text("planHash", "equal for questions answered in the same way, as in the log", required=False),
        Field("arguments", FieldType.JSON, "as asked; null when too long to keep"),
    ),
)

DIAGNOSTICS_FIELD = Field(
    "diagnostics",
    FieldType.OBJECT,
    "each block may fail alone",
    True,
    (_VERSIONS, _ENGINE, _COVERAGE, _PROOF, _LOADER, _CACHE, _SLOW),
)
