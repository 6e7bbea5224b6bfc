"""The CDNOW summary as arrays: the first 39 weeks of 2,357 customers, in weeks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from backend.lifetime.maximum import Floats

FOLDER = Path(__file__).parents[2] / "tests" / "fixtures" / "cdnow"


@dataclass(frozen=True)
class Summary:
    repeats: Floats
    recency: Floats
    age: Floats
    mean_value: Floats


def cdnow_summary() -> Summary:
    frame = pl.read_csv(FOLDER / "cdnow_summary.csv")
    return Summary(*(frame[name].cast(pl.Float64).to_numpy() for name in ("x", "t_x", "T", "zbar")))
