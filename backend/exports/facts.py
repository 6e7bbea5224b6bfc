"""What a file says about itself: where its numbers come from, what they mean, and whether they are all there.

Comes in: the report, what was asked, the answer's metadata. Goes out: named facts, for an About sheet and for the
metadata of a Parquet or Arrow schema. A CSV file holds none of it; the response's headers do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from backend.reports.spec import ReportSpec

ALWAYS = ("requestId", "dataVersion", "asOf", "engine", "currency")


@dataclass(frozen=True, slots=True)
class Facts:
    """`asked` are the raw arguments as the caller wrote them, `metadata` the envelope's.

    `row_count` is that of the file: a row of the answer with a list in it gives several.
    """

    report: str
    description: str
    asked: Mapping[str, object]
    metadata: Mapping[str, Any]
    row_count: int

    @property
    def is_complete(self) -> bool:
        """Whether the file holds all there is: nothing cut by a limit, a cursor or a missing part of the data."""
        page = self.metadata["page"]
        is_uncut = page is None or page["totalCount"] == self.metadata["rowCount"]
        return bool(self.metadata["complete"]) and is_uncut and not lacks_days(self.metadata)

    @property
    def data_version(self) -> str:
        return self.metadata["dataVersion"] or ""

    @property
    def currency(self) -> str:
        return str(self.metadata["currency"])

    def named(self) -> Iterator[tuple[str, object]]:
        """Name and plain JSON value of each fact."""
        yield "report", self.report
        yield "description", self.description
        yield "period", self.metadata["period"]
        yield "comparisons", self.metadata["comparisons"]
        yield "filters", self.asked.get("filters")
        yield "asked", dict(self.asked)
        yield "rowCount", self.row_count
        yield "complete", self.is_complete
        for name in ALWAYS:
            yield name, self.metadata[name]
        for name in ("warnings", "nulls", "page", "totals", "others", "extra", "source"):
            yield name, self.metadata[name]

    def texts(self) -> dict[str, str]:
        """The facts that there are, each as text: a plain value as it is, any other as JSON."""
        return {name: as_text(value) for name, value in self.named() if value not in (None, [], {})}


def lacks_days(metadata: Mapping[str, Any]) -> bool:
    """Whether days of the asked window were never loaded."""
    return any(warning["code"] in {"NOT_LOADED", "PARTLY_LOADED"} for warning in metadata["warnings"] or ())


def as_text(value: object) -> str:
    return value if isinstance(value, str) else orjson.dumps(value, default=str).decode()


def facts_of(spec: ReportSpec, asked: Mapping[str, object], metadata: Mapping[str, Any], row_count: int) -> Facts:
    return Facts(spec.name, spec.description, asked, metadata, row_count)


def file_name(stem: str, metadata: Mapping[str, Any], extension: str) -> str:
    """A name of letters, digits, dashes and underscores that says what is in the file.

    >>> period = {"start": "2024-05-01T00:00:00+03:00", "end": "2024-06-01T00:00:00+03:00"}
    >>> file_name("top-products", {"period": period, "dataVersion": "7"}, "csv")
    'top-products_2024-05-01_2024-05-31.csv'
    """
    period = metadata["period"]
    if period is None:
        return f"{stem}.{extension}"
    first = datetime.fromisoformat(period["start"]).date()
    # the end is the first moment after the period
    last = (datetime.fromisoformat(period["end"]) - timedelta(milliseconds=1)).date()
    return f"{stem}_{first.isoformat()}_{last.isoformat()}.{extension}"
