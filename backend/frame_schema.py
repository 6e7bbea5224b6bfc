"""The Pandera schema of an answer frame, built from the catalog, and its check at the border to reports.

Comes in: a frame and the question it answers. Goes out: nothing, or SchemaError. Only columns and types are checked,
and their verdict depends on the frame's schema alone, so each distinct schema is judged once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandera.polars as pa
import polars as pl

from backend.measures import INSTANT, UNCOSTED, type_of
from backend.question import Question
from druid.catalog.model import Catalog

BUCKET = "bucket"
CARRIER = "lines"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that an answer must or, as a leaf of a measure, may have."""

    name: str
    dtype: pl.DataType
    required: bool = True
    nullable: bool = True


def answer_columns(question: Question, catalog: Catalog) -> tuple[Wanted, ...]:
    """Bucket, dimensions, the measures asked and the leaves they come from; nothing else."""
    leaves = dict.fromkeys((*(leaf for m in question.measures for leaf in catalog.leaves(m)), CARRIER, UNCOSTED))
    bucket = [Wanted(BUCKET, INSTANT, nullable=False)] if question.grain is not None else []
    dimensions = (Wanted(name, pl.String()) for name in question.dimensions)
    asked = (Wanted(name, type_of(catalog.measure[name])) for name in question.measures)
    others = (Wanted(n, _leaf_type(n, catalog), required=False) for n in leaves if n not in question.measures)
    return (*bucket, *dimensions, *asked, *others)


def _leaf_type(name: str, catalog: Catalog) -> pl.DataType:
    return type_of(catalog.measure[name]) if name in catalog.measure else pl.Int64()


def check_schema(frame: pl.DataFrame, question: Question, catalog: Catalog) -> None:
    """Raise pandera's SchemaError when the frame is not the answer's shape."""
    _judge(tuple(frame.schema.items()), answer_columns(question, catalog))


@lru_cache(maxsize=1024)
def _judge(found: tuple[tuple[str, pl.DataType], ...], wanted: tuple[Wanted, ...]) -> None:
    columns = {w.name: pa.Column(w.dtype, nullable=w.nullable, required=w.required) for w in wanted}
    pa.DataFrameSchema(columns, strict=True).validate(pl.DataFrame(schema=dict(found)))
