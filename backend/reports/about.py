"""What can be asked: filterOptions, dataRange, dataVersion, catalog."""

from __future__ import annotations

import asyncio
import itertools
from datetime import date, timedelta

import polars as pl

from backend.envelope import iso
from backend.errors import InvalidParameter
from backend.reports.ranked import searched
from backend.reports.rows import Column, cut, page_of, to_rows
from backend.reports.session import Session
from backend.reports.spec import Arguments, Field, FieldType, Outcome, ReportSpec
from druid.catalog.model import camel
from druid.store.manifest import Coverage, ManifestInvalid, covered_days


def _field(name: str, kind: FieldType, description: str, *, required: bool = False) -> Field:
    return Field(name, kind, description, required=required)


async def _filter_options(session: Session, arguments: Arguments) -> Outcome:
    if arguments.dimension is None:
        raise InvalidParameter("filterOptions needs a dimension.", field="dimension")
    members = await session.members_of(arguments.dimension)
    found = searched(members, arguments.dimension, arguments.search)
    identity = (session.scope, arguments.dimension, arguments.search)
    shown, page = page_of(found, cut(arguments.after, arguments.limit or 50, identity))
    columns = (
        Column(arguments.dimension, "value", FieldType.TEXT),
        Column("lines", "count", FieldType.COUNT),
        Column("first_sale", "firstSale", FieldType.INSTANT),
    )
    rows = to_rows(shown, columns, arguments.timezone or session.conventions.timezone)
    return Outcome(rows, row_count=len(rows), page=page)


_OPTION = (
    _field("value", FieldType.TEXT, "the member; null for lines without one"),
    _field("count", FieldType.COUNT, "completed lines", required=True),
    _field("firstSale", FieldType.INSTANT, "its first sale"),
)


def spans(coverage: tuple[Coverage, ...]) -> list[tuple[date, date]]:
    """Covered local days as merged spans, both ends included, in order.

    >>> spans((Coverage("2024-01-01", "2024-01-03"), Coverage("2024-01-04", "2024-01-05", "A")))
    [(datetime.date(2024, 1, 1), datetime.date(2024, 1, 5))]
    """
    merged: list[tuple[date, date]] = []
    for first, last in sorted((date.fromisoformat(c.first_day), date.fromisoformat(c.last_day)) for c in coverage):
        if merged and first <= merged[-1][1] + timedelta(days=1):
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def _as_days(span: tuple[date, date]) -> dict[str, str]:
    return {"start": span[0].isoformat(), "end": span[1].isoformat()}


async def _data_range(session: Session, arguments: Arguments) -> Outcome:
    del arguments
    manifest = session.manifest
    loaded = spans(manifest.coverage)
    gaps = [
        {"start": (left[1] + timedelta(days=1)).isoformat(), "end": (right[0] - timedelta(days=1)).isoformat()}
        for left, right in itertools.pairwise(loaded)
    ]
    branches = sorted({c.branch for c in manifest.coverage if c.branch is not None})
    covered = covered_days(manifest)
    data = {
        "start": covered[0].isoformat() if covered else None,
        "end": covered[1].isoformat() if covered else None,
        "lastSale": None if manifest.newest_ms is None else iso(manifest.newest_ms, session.conventions.timezone),
        "loaded": [_as_days(span) for span in loaded],
        "gaps": gaps,
        "branches": [
            {"branch": name, "loaded": [_as_days(s) for s in spans(_of_branch(manifest.coverage, name))]}
            for name in branches
        ],
        "notLoaded": [camel(c.name) for c in session.catalog.columns if not manifest.columns.get(c.name)],
        "lines": _stored_lines(session),
    }
    return Outcome(data)


def _stored_lines(session: Session) -> int:
    seen = session.view.lines
    return sum(f.rows for f in session.manifest.of_table(session.catalog.base)) if seen is None else seen


def _of_branch(coverage: tuple[Coverage, ...], branch: str) -> tuple[Coverage, ...]:
    return tuple(c for c in coverage if c.branch in {branch, None})


_SPAN = (
    _field("start", FieldType.TEXT, "first local day", required=True),
    _field("end", FieldType.TEXT, "last local day, included", required=True),
)
_LOADED = Field("loaded", FieldType.LIST, "covered days", required=True, fields=_SPAN, type_name="DaySpan")
_RANGE = (
    _field("start", FieldType.TEXT, "first loaded local day"),
    _field("end", FieldType.TEXT, "last loaded local day"),
    _field("lastSale", FieldType.INSTANT, "moment of the newest completed line"),
    _LOADED,
    Field(
        "gaps", FieldType.LIST, "days between that no load spoke for", required=True, fields=_SPAN, type_name="DaySpan"
    ),
    Field(
        "branches",
        FieldType.LIST,
        "covered days by branch",
        required=True,
        fields=(_field("branch", FieldType.TEXT, "the branch", required=True), _LOADED),
        type_name="BranchRange",
    ),
    _field("notLoaded", FieldType.JSON, "columns that no loaded file carried"),
    _field("lines", FieldType.COUNT, "stored lines", required=True),
)


async def _proof(session: Session) -> dict[str, object] | None:
    """The last verification; one that cannot be read proves nothing, and `/api/diagnostics` says why."""
    try:
        last = await asyncio.to_thread(session.proof)
    except ManifestInvalid:
        return None
    return None if last is None else {"at": last.at, "version": last.version, "isEqual": last.is_equal}


async def _data_version(session: Session, arguments: Arguments) -> Outcome:
    del arguments
    manifest = session.manifest
    zone = session.conventions.timezone
    data = {
        "version": manifest.version,
        "asOf": None if manifest.newest_ms is None else iso(manifest.newest_ms, zone),
        "loadedAt": manifest.published_at,
        "timezone": zone,
        "currency": manifest.currency,
        "weekStart": session.conventions.start_of_week,
        "fiscalYearStart": session.conventions.fiscal_start,
        "catalogVersion": session.catalog.version,
        "staleAfterHours": session.conventions.stale_after_hours,
        "withdrawnCount": len(manifest.withdrawn),
        "proof": await _proof(session),
    }
    return Outcome(data)


_VERSION = (
    _field("version", FieldType.TEXT, "changes with every published load", required=True),
    _field("asOf", FieldType.INSTANT, "moment of the newest completed line"),
    _field("loadedAt", FieldType.TEXT, "when it was published", required=True),
    _field("timezone", FieldType.TEXT, "business zone", required=True),
    _field("currency", FieldType.TEXT, "currency of all money", required=True),
    _field("weekStart", FieldType.COUNT, "1 Monday to 7 Sunday", required=True),
    _field("fiscalYearStart", FieldType.COUNT, "month in which the fiscal year begins", required=True),
    _field("catalogVersion", FieldType.TEXT, "version of the definitions", required=True),
    _field("staleAfterHours", FieldType.COUNT, "age of `asOf` above which pages say stale; 0: never", required=True),
    _field("withdrawnCount", FieldType.COUNT, "days and measures of rollups that may not answer", required=True),
    Field(
        "proof",
        FieldType.OBJECT,
        "the last verification of the store; null when there was none",
        fields=(
            _field("at", FieldType.TEXT, "when it was made", required=True),
            _field("version", FieldType.TEXT, "version that was verified", required=True),
            _field("isEqual", FieldType.FLAG, "everything was as it should be", required=True),
        ),
        type_name="StoreProof",
    ),
)


async def _catalog(session: Session, arguments: Arguments) -> Outcome:
    del arguments
    catalog = session.catalog
    loaded = [d.name for d in catalog.dimensions if session.manifest.columns.get(d.name)]
    counted = await asyncio.gather(*(session.members_of(name) for name in loaded))
    members = {name: _members(frame, name) for name, frame in zip(loaded, counted, strict=True)}
    measures = [
        {
            "name": camel(m.name),
            "label": m.label,
            "unit": m.unit.value,
            "definition": m.definition,
            "formula": m.formula,
            "class": m.measure_class.value,
            "direction": m.direction.value,
            "loaded": all(session.manifest.columns.get(column) for column in catalog.needs(m.name)),
        }
        for m in catalog.measures
    ]
    dimensions = [
        {
            "name": camel(d.name),
            "label": d.label,
            "definition": d.definition,
            "level": d.level.value,
            "memberCount": members.get(d.name),
            "loaded": d.name in members,
        }
        for d in catalog.dimensions
    ]
    return Outcome({"measures": measures, "dimensions": dimensions})


def _members(frame: pl.DataFrame, name: str) -> int:
    return frame[name].drop_nulls().len()


def _catalog_fields() -> tuple[Field, ...]:
    texts = {"name": "as asked", "label": "as shown", "definition": "what it is"}
    shared: tuple[Field, ...] = tuple(_field(n, FieldType.TEXT, d, required=True) for n, d in texts.items())
    loaded = _field("loaded", FieldType.FLAG, "some loaded file carries it", required=True)
    more = {
        "unit": "money, units, count, fraction, number or instant",
        "formula": "how it is computed",
        "class": "how it adds up",
        "direction": "whether a rise is good news",
    }
    measure = (*shared, *(_field(n, FieldType.TEXT, d, required=True) for n, d in more.items()), loaded)
    level = _field("level", FieldType.TEXT, "order or line", required=True)
    count = _field("memberCount", FieldType.COUNT, "members ever sold under; null when never loaded")
    return (
        Field("measures", FieldType.LIST, "what can be measured", True, measure, "CatalogMeasure"),
        Field(
            "dimensions",
            FieldType.LIST,
            "what to group and filter by",
            True,
            (*shared, level, count, loaded),
            "CatalogDimension",
        ),
    )


def _object(name: str, type_name: str, fields: tuple[Field, ...]) -> Field:
    return Field(name, FieldType.OBJECT, fields=fields, type_name=type_name)


def about_reports() -> tuple[ReportSpec, ...]:
    options = Field("filterOptions", FieldType.LIST, fields=_OPTION, type_name="FilterOption")
    return (
        ReportSpec(
            "filterOptions",
            "Members of a dimension by first sale, searchable and paged.",
            options,
            ("dimension", "search", "limit", "after", "timezone"),
            _filter_options,
            limit=50,
            required=("dimension",),
            rest_path="/api/filter-options/{dimension}",
        ),
        ReportSpec(
            "dataRange",
            "Loaded days, gaps and missing columns.",
            _object("dataRange", "DataRange", _RANGE),
            (),
            _data_range,
            cost=5,
            rest_path="/api/data-range",
        ),
        ReportSpec(
            "dataVersion",
            "The data version and the conventions of answers.",
            _object("dataVersion", "DataVersion", _VERSION),
            (),
            _data_version,
            cost=1,
            rest_path="/api/data-version",
        ),
        ReportSpec(
            "catalog",
            "Measures and dimensions with their definitions.",
            _object("catalog", "CatalogAnswer", _catalog_fields()),
            (),
            _catalog,
            cost=10,
            rest_path="/api/catalog",
        ),
    )
