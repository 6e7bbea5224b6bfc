"""The rows of a large answer as the frame they are in, for files: exact stored numbers, nothing written out yet.

Money is at scale 4, units at scale 3, moments are milliseconds in UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from backend.reports.rows import Column

Reasons = Callable[[pl.DataFrame], Mapping[str, Sequence[str | None]]]
"""Some of the sheet's rows -> field -> the code that its value has in each row where it is null."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`columns` say where each field is in the frame; `labels` how fields without a fixed name are shown."""

    frame: pl.DataFrame
    columns: tuple[Column, ...]
    reasons: Reasons | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
