"""The one table of metrics: name, kind, labels, meaning, and how the figures of several processes become one.

Out: `FAMILIES`, from which the scrape, the page of the docs and the tests are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

PREFIX = "sales_"


class Kind(StrEnum):
    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


class Merged(StrEnum):
    """SUM adds the workers up; HIGHEST is for what all of them see alike; STORE is read once, from the store."""

    SUM = "sum"
    HIGHEST = "highest"
    STORE = "store"


@dataclass(frozen=True, slots=True)
class Family:
    """`name` is without the prefix, with the ending `_total` of a counter."""

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...] = ()
    merged: Merged = Merged.SUM

    @property
    def full(self) -> str:
        return PREFIX + self.name


SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of durations: a kept answer takes a millisecond, an export may take half a minute."""

_COUNTER, _GAUGE, _HISTOGRAM = Kind.COUNTER, Kind.GAUGE, Kind.HISTOGRAM
_HIGHEST, _STORE = Merged.HIGHEST, Merged.STORE

FAMILIES = (
    Family("http_requests_total", _COUNTER, "Requests answered.", ("route", "method", "status")),
    Family("http_request_duration_seconds", _HISTOGRAM, "Time until the whole response was sent.", ("route",)),
    Family("http_response_bytes_total", _COUNTER, "Bytes of response bodies as sent.", ("route", "format")),
    Family("graphql_operations_total", _COUNTER, "GraphQL operations by name.", ("operation", "outcome")),
    Family("limit_rejections_total", _COUNTER, "Requests refused by a limit, by error code.", ("limit",)),
    Family("answers_total", _COUNTER, "Reports answered.", ("report", "engine", "source", "outcome")),
    Family("answer_duration_seconds", _HISTOGRAM, "Time to answer a report that was computed.", ("report", "engine")),
    Family("answers_incomplete_total", _COUNTER, "Answers that may not be whole, by warning.", ("reason",)),
    Family("answers_stale_total", _COUNTER, "Earlier answers that stood in for an engine that is away."),
    Family("engine_queries_total", _COUNTER, "Queries sent to the engine.", ("engine", "outcome")),
    Family("engine_query_duration_seconds", _HISTOGRAM, "Time of a query in the engine.", ("engine", "table")),
    Family("engine_slots_in_use", _GAUGE, "Queries running.", ("engine",)),
    Family("engine_queue_length", _GAUGE, "Requests that wait for a slot.", ("engine",)),
    Family("breaker_state", _GAUGE, "Way to the cluster: 0 closed, 1 half open, 2 open.", ("endpoint",), _HIGHEST),
    Family("druid_truncated_responses_total", _COUNTER, "Answers of Druid that did not come whole."),
    Family(
        "druid_segments_unavailable",
        _GAUGE,
        "Published segments that nobody serves, by table.",
        ("datasource",),
        _HIGHEST,
    ),
    Family("cache_requests_total", _COUNTER, "Looks into the response cache.", ("tier", "outcome")),
    Family("cache_bytes", _GAUGE, "Bytes of kept answers.", ("tier",)),
    Family("cache_entries", _GAUGE, "Kept answers.", ("tier",)),
    Family("cache_oldest_seconds", _GAUGE, "Age of the oldest kept answer.", ("tier",), _HIGHEST),
    Family("rollup_choices_total", _COUNTER, "Tables chosen or passed over, with the reason.", ("table", "reason")),
    Family(
        "rollup_mismatched_days",
        _GAUGE,
        "Days of a rollup that differ from the base: of the last verification, or withdrawn.",
        ("table",),
        _STORE,
    ),
    Family("snapshot_sequence", _GAUGE, "Number of the snapshot that is served.", merged=_STORE),
    Family("snapshot_published_timestamp_seconds", _GAUGE, "When it was published.", merged=_STORE),
    Family("snapshot_fallbacks_total", _COUNTER, "Times that an older snapshot was opened than the newest."),
    Family("data_newest_timestamp_seconds", _GAUGE, "Moment of the newest completed line.", merged=_STORE),
    Family("coverage_days", _GAUGE, "Days between the first and the last loaded one.", ("state",), _STORE),
    Family("load_lines_total", _COUNTER, "Lines of all loads, by what became of them.", ("outcome",), _STORE),
    Family("load_duration_seconds", _GAUGE, "Time of the newest load, by stage.", ("stage",), _STORE),
    Family("loads_total", _COUNTER, "Loads, by how they ended.", ("outcome",), _STORE),
    Family("load_quarantine_ratio", _GAUGE, "Part of the newest load's lines that was set aside.", merged=_STORE),
    Family("store_bytes", _GAUGE, "Bytes of the served snapshot, and those free on its disk.", ("kind",), _STORE),
    Family("auth_failures_total", _COUNTER, "Keys and tokens that opened nothing.", ("reason",)),
    Family("build_info", _GAUGE, "1, with what runs.", ("version", "catalog"), _STORE),
)

FAMILY: Mapping[str, Family] = {family.name: family for family in FAMILIES}
