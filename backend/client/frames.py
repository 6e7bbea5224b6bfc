"""Answers as Polars frames with their provenance: from an Arrow stream with its metadata, or from an envelope.

A `SalesFrame` is a `polars.DataFrame`; what is computed from it is a plain one. Money is Decimal(38, 4) and units
Decimal(38, 3) when they came as Arrow, exact as stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import orjson
import polars as pl
import pyarrow as pa

from backend.client.refusals import SalesApiError

TEXTS = frozenset({"report", "description", "requestId", "dataVersion", "asOf", "engine", "currency"})
"""Facts in the metadata of an Arrow schema that are plain text; every other one is JSON."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where numbers come from. `metadata` is the whole metadata of the answer, as the API documents it."""

    report: str
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def data_version(self) -> str | None:
        return self.metadata.get("dataVersion")

    @property
    def is_complete(self) -> bool | None:
        """Whether nothing is missing from the answer; None when the question did not ask for it."""
        return self.metadata.get("complete")

    @property
    def period(self) -> Mapping[str, Any] | None:
        return self.metadata.get("period")

    @property
    def comparisons(self) -> Sequence[Mapping[str, Any]]:
        return tuple(self.metadata.get("comparisons") or ())

    @property
    def warnings(self) -> tuple[str, ...]:
        """One sentence a warning, its code first."""
        return tuple(f"{one['code']}: {one['message']}" for one in self.metadata.get("warnings") or ())

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that the numbers were read from, each once."""
        parts = (self.metadata.get("source") or {}).get("parts") or ()
        return tuple(dict.fromkeys(part["table"] for part in parts))

    def __str__(self) -> str:
        told = [f"{self.report}, data version {self.data_version}"]
        if self.period:
            told.append(f"{self.period['start']} to {self.period['end']} ({self.period['timezone']})")
        told += [f"compared with {one['start']} to {one['end']}" for one in self.comparisons]
        told += [f"from {', '.join(self.tables)}"] if self.tables else []
        return "\n".join([*told, *self.warnings])


class SalesFrame(pl.DataFrame):
    """A frame that knows where it comes from."""

    provenance: Provenance

    @classmethod
    def of(cls, frame: pl.DataFrame, provenance: Provenance) -> Self:
        made = cls(frame)
        made.provenance = provenance
        return made

    def clone(self) -> Self:
        return self.of(super().clone(), self.provenance)

    def __reduce__(self) -> tuple[Callable[[pl.DataFrame, Provenance], SalesFrame], tuple[pl.DataFrame, Provenance]]:
        return type(self).of, (pl.DataFrame(self.get_columns()), self.provenance)


def read_arrow(body: bytes, report: str) -> SalesFrame:
    """The frame of an Arrow stream; NOT_WHOLE when the stream is cut or holds other rows than it says."""
    try:
        with pa.ipc.open_stream(body) as stream:
            table = stream.read_all()
    except (pa.ArrowInvalid, OSError) as error:
        raise SalesApiError("NOT_WHOLE", f"The answer to {report} was cut off.", "Ask again.") from error
    metadata = {name.decode(): _fact(name.decode(), text) for name, text in (table.schema.metadata or {}).items()}
    promised = metadata.get("rowCount")
    if promised is not None and promised != table.num_rows:
        text = f"The answer to {report} says {promised} rows and holds {table.num_rows}."
        raise SalesApiError("NOT_WHOLE", text, "Ask again.")
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return SalesFrame.of(frame, Provenance(report, metadata))


def _fact(name: str, text: bytes) -> object:
    return text.decode() if name in TEXTS else orjson.loads(text)


def read_envelope(envelope: Mapping[str, Any], report: str) -> SalesFrame:
    """The frame of an envelope's data: a row for each item of a list, one row for an object, points of series."""
    frame = pl.DataFrame(_rows(envelope.get("data")), infer_schema_length=None)
    return SalesFrame.of(frame, Provenance(report, envelope.get("metadata") or {}))


def _rows(data: object) -> list[Mapping[str, Any]]:
    """Rows of a report's data; a table with columns becomes rows by column name."""
    if isinstance(data, list):
        return data
    if not isinstance(data, Mapping):
        return []
    if set(data) == {"series"}:
        return [{"key": line["key"], **point} for line in data["series"] for point in line["points"]]
    if set(data) == {"points"}:
        return list(data["points"])
    if {"columns", "rows"} <= set(data):
        names = [column["name"] for column in data["columns"]]
        return [dict(zip(names, row, strict=True)) for row in data["rows"]]
    return [data]
