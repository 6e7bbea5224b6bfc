"""Native batch tasks of Druid, made from the catalog: what replaces months of the base, and of a rollup.

In: the catalog, a `Cluster` (name prefix and business zone) and the months with their staged files. Out: datasource
names, task ids and task specifications as plain JSON values; nothing here speaks to a cluster.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from druid.calendar import EPOCH, month_bounds
from druid.catalog.model import Catalog, Kind, Rollup
from druid.catalog.pairs import pairs_of
from druid.grain import ISO_PERIOD

SEGMENT_ROWS = 5_000_000
"""Most lines of one segment of the base, about 200 MB."""

CLUSTERED_BY = ("branch", "product_line")
"""The members most questions filter by: first in the order of the columns, and what several workers cut months by."""

LOCK_TIMEOUT_MS = 300_000
_ONE_SEGMENT = 2**31 - 1
_NO_TOTAL = 2**40
_ENCODING = {
    "longEncoding": "auto",
    "stringDictionaryEncoding": {"type": "frontCoded", "bucketSize": 4, "formatVersion": 1},
}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Whose datasources, in which business zone, and how many workers a task of ours may have at a time.

    With several, a task takes one more for itself, so as many tasks as Druid has workers would wait for ever.
    """

    prefix: str
    zone: str
    workers: int = 1


@dataclass(frozen=True, slots=True)
class StagedMonth:
    """A business-zone month of the record, written as gzip JSON lines for Druid to read.

    `source` is the sha256 of the record's base file. A month that is left without lines has no paths.
    """

    month: str
    paths: tuple[Path, ...]
    rows: int
    source: str


def datasource(prefix: str, table: str) -> str:
    """The name of a table on the cluster.

    >>> datasource("test_", "sales_hourly")
    'test_sales_hourly'
    """
    return f"{prefix}{table}"


def task_id(place: Cluster, table: str, months: Iterable[StagedMonth], number: int) -> str:
    """The id of the task that builds these months of a table from these contents in publication `number`.

    >>> task_id(Cluster("", "UTC"), "sales_hourly", [StagedMonth("2024-03", (), 2, "ab12")], 7)
    'sales_hourly-00000007-9bc6c775ca01'
    """
    content = sha256(repr([(month.month, month.rows, month.source) for month in months]).encode()).hexdigest()
    return f"{datasource(place.prefix, table)}-{number:08d}-{content[:12]}"


def interval(month: str, zone: str) -> str:
    """A business-zone month as Druid writes it.

    >>> interval("2024-03", "Africa/Nairobi")
    '2024-02-29T21:00:00.000Z/2024-03-31T21:00:00.000Z'
    """
    return "/".join(_iso(ms) for ms in month_bounds(month, zone))


def _iso(ms: int) -> str:
    return (EPOCH + timedelta(milliseconds=ms)).strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03d}Z"


def base_columns(catalog: Catalog) -> dict[str, Kind]:
    """What the base holds on the cluster beside the sale's moment, in the order of the segments' columns."""
    texts = [column.name for column in catalog.columns if column.kind is Kind.TEXT]
    numbers = {column.name: column.kind for column in catalog.columns if column.kind not in {Kind.TEXT, Kind.INSTANT}}
    names = _clustered([*(name for name in texts if name in catalog.dimension), *texts, catalog.order_key])
    moments = (moment.name for moment in catalog.moments if moment.name != catalog.time)
    return {
        **dict.fromkeys(names, Kind.TEXT),
        **numbers,
        **dict.fromkeys((marker.name for marker in catalog.markers), Kind.COUNT),
        **dict.fromkeys(moments, Kind.INSTANT),
    }


def rollup_numbers(catalog: Catalog, rollup: Rollup) -> tuple[str, ...]:
    """Summed columns of a rollup: all stored numbers and the markers that its dimensions keep exact.

    >>> from druid.catalog.sales import SALES
    >>> rollup_numbers(SALES, SALES.rollup["sales_daily_salesperson"])[-2:]
    ('first_of_product_line', 'first_of_purchase')
    """
    return (*catalog.summed, *catalog.kept_markers(rollup))


def base_task(catalog: Catalog, place: Cluster, months: Sequence[StagedMonth], task_id: str) -> Json:
    """Replace months of the base by the lines of their staged files, all of them or none."""
    schema = {
        "dataSource": datasource(place.prefix, catalog.base),
        "timestampSpec": {"column": catalog.time, "format": "millis"},
        "dimensionsSpec": {"dimensions": [_base_dimension(catalog, n, k) for n, k in base_columns(catalog).items()]},
        "metricsSpec": [],
        "granularitySpec": _granularity(place, months, "none", rolled=False),
    }
    return _task(task_id, _staged_lines(months), schema, _tuning(place, _clustered(catalog.dimension), SEGMENT_ROWS))


def given_columns(catalog: Catalog, table: str) -> dict[str, Kind]:
    """The columns of a table whose rows a cluster is given, beside the moment.

    >>> from druid.catalog.sales import SALES
    >>> list(given_columns(SALES, "product_pairs_month"))
    ['branch', 'product_a', 'product_b', 'region', 'orders']
    """
    cube = pairs_of(catalog)
    if cube is None or table not in cube.rollup:
        raise KeyError(table)
    texts = _clustered(cube.rollup[table].dimensions)
    return {**dict.fromkeys(texts, Kind.TEXT), **dict.fromkeys(cube.summed, Kind.COUNT)}


def given_task(catalog: Catalog, place: Cluster, table: str, months: Sequence[StagedMonth], task_id: str) -> Json:
    """Replace months of a table that no cluster can build by the rows of their staged files."""
    columns = given_columns(catalog, table)
    dimensions = [
        _text(name) if kind is Kind.TEXT else {"type": "long", "name": name} for name, kind in columns.items()
    ]
    schema = {
        "dataSource": datasource(place.prefix, table),
        "timestampSpec": {"column": catalog.time, "format": "millis"},
        "dimensionsSpec": {"dimensions": dimensions},
        "metricsSpec": [],
        "granularitySpec": _granularity(place, months, "none", rolled=False),
    }
    return _task(task_id, _staged_lines(months), schema, _tuning(place, _clustered(columns), SEGMENT_ROWS))


def _staged_lines(months: Sequence[StagedMonth]) -> Json:
    """`dropExisting` stays off: to Druid a file that it cannot find is no error, and a month without files would be
    emptied. Every month is replaced as a whole by its new segments; one that has lost all its lines is taken away.
    """
    return {
        "inputSource": {"type": "local", "files": [str(path) for month in months for path in month.paths]},
        "inputFormat": {"type": "json"},
        "dropExisting": False,
    }


def rollup_task(catalog: Catalog, rollup: Rollup, place: Cluster, months: Sequence[StagedMonth], task_id: str) -> Json:
    """Replace months of a rollup by the completed lines of the base on the cluster, summed there."""
    reading = {"inputSource": _base_lines(catalog, place, months), "dropExisting": True}
    period = {"type": "period", "period": ISO_PERIOD[rollup.grain], "timeZone": place.zone}
    schema = {
        "dataSource": datasource(place.prefix, rollup.name),
        "timestampSpec": {"column": "__time", "format": "millis"},
        "dimensionsSpec": {"dimensions": [_text(name) for name in _clustered(rollup.dimensions)]},
        "metricsSpec": _rollup_metrics(catalog, rollup),
        "granularitySpec": _granularity(place, months, period, rolled=True),
    }
    return _task(task_id, reading, schema, _tuning(place, _clustered(rollup.dimensions), _ONE_SEGMENT))


def _clustered(names: Iterable[str]) -> list[str]:
    """Each name once, those of `CLUSTERED_BY` first."""
    found = dict.fromkeys(names)
    return [*(name for name in CLUSTERED_BY if name in found), *(name for name in found if name not in CLUSTERED_BY)]


def _text(name: str, *, indexed: bool = True) -> Json:
    """A text stays one text: arrays are not taken apart, and what looks like JSON is not read as JSON."""
    return {"type": "string", "name": name, "multiValueHandling": "ARRAY", "createBitmapIndex": indexed}


def _base_dimension(catalog: Catalog, name: str, kind: Kind) -> Json:
    if kind is Kind.TEXT:
        return _text(name, indexed=name in catalog.dimension)
    return {"type": "long", "name": name}


def _granularity(place: Cluster, months: Iterable[StagedMonth], query: str | Json, *, rolled: bool) -> Json:
    return {
        "type": "uniform",
        "segmentGranularity": {"type": "period", "period": "P1M", "timeZone": place.zone},
        "queryGranularity": query,
        "rollup": rolled,
        "intervals": [interval(month.month, place.zone) for month in months],
    }


def _tuning(place: Cluster, dimensions: Sequence[str], rows: int) -> Json:
    """One worker makes segments of at most `rows` rows; several cut each month by its first dimensions.

    A perfect rollup takes one segment a month, or such a cut: hashed partitions, the usual way to it, fail in Druid 33
    where months belong to a zone other than UTC.
    """
    if place.workers == 1:
        spec: Json = {"type": "dynamic", "maxRowsPerSegment": rows, "maxTotalRows": _NO_TOTAL}
        return {"maxNumConcurrentSubTasks": 1, "partitionsSpec": spec}
    cut_by = list(dimensions[: len(CLUSTERED_BY)])
    spec = {"type": "range", "partitionDimensions": cut_by, "targetRowsPerSegment": SEGMENT_ROWS // 2}
    return {"maxNumConcurrentSubTasks": place.workers, "partitionsSpec": spec, "forceGuaranteedRollup": True}


def _base_lines(catalog: Catalog, place: Cluster, months: Sequence[StagedMonth]) -> Json:
    """Completed lines of the months, as one span of the base: what lies between months is left out by the filter."""
    spans = [interval(month.month, place.zone) for month in months]
    column, value = catalog.completed
    fields = [
        {"type": "equals", "column": column, "matchValueType": "STRING", "matchValue": value},
        {"type": "interval", "dimension": "__time", "intervals": spans},
    ]
    bounds = sorted(span.split("/") for span in spans)
    return {
        "type": "druid",
        "dataSource": datasource(place.prefix, catalog.base),
        "interval": f"{bounds[0][0]}/{bounds[-1][1]}",
        "filter": {"type": "and", "fields": fields},
    }


def _rollup_metrics(catalog: Catalog, rollup: Rollup) -> list[Json]:
    """Sums of numbers, first and last of moments; over nothing but empty cells each of them is empty."""
    sums = [{"type": "longSum", "name": name, "fieldName": name} for name in rollup_numbers(catalog, rollup)]
    for moment in catalog.moments:
        source = {"expression": f'"{moment.name}"'}
        sums.append({"type": "longMin", "name": moment.first, **source})
        sums.append({"type": "longMax", "name": moment.last, **source})
    return sums


def _task(task_id: str, reading: Json, schema: Json, tuning: Json) -> Json:
    """One bad line fails the task; what it replaces is replaced in one step, nothing is added to what is there."""
    return {
        "type": "index_parallel",
        "id": task_id,
        "spec": {
            "ioConfig": {"type": "index_parallel", **reading, "appendToExisting": False},
            "dataSchema": schema,
            "tuningConfig": {
                "type": "index_parallel",
                "maxParseExceptions": 0,
                "maxSavedParseExceptions": 1,
                "logParseExceptions": False,
                "indexSpec": _ENCODING,
                **tuning,
            },
        },
        "context": {"forceTimeChunkLock": True, "taskLockTimeout": LOCK_TIMEOUT_MS, "storeEmptyColumns": True},
    }
