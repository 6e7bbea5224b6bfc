"""Tiny stores on disk: the frames of `backend.tests.stores` as month files with a manifest that holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from backend.tests.stores import TinyStore, local_month
from druid.store.manifest import DataFile, encode, manifest_path


def write_store(tiny: TinyStore, store: Path, sequence: int) -> None:
    """Publish the store as that number; its files carry the number in their names."""
    (store / "data").mkdir(parents=True, exist_ok=True)
    (store / "manifests").mkdir(exist_ok=True)
    zone = tiny.manifest.timezone
    files = tuple(_written(file, tiny.tables[file.table], store, (sequence, zone)) for file in tiny.manifest.files)
    manifest = replace(tiny.manifest, sequence=sequence, files=files)
    manifest_path(store, sequence).write_bytes(encode(manifest))


def _written(file: DataFile, frame: pl.DataFrame, store: Path, place: tuple[int, str]) -> DataFile:
    sequence, zone = place
    rows = frame.filter(local_month(frame, zone) == file.month)
    path = f"data/{sequence}-{file.path}"
    rows.write_parquet(store / path)
    first, last = ("first_time", "last_time") if "first_time" in rows.columns else ("__time", "__time")
    return replace(
        file,
        path=path,
        size=(store / path).stat().st_size,
        first_ms=_ms(rows[first].min()),
        last_ms=_ms(rows[last].max()),
    )


def _ms(moment: object) -> int:
    assert isinstance(moment, datetime)
    return round(moment.replace(tzinfo=UTC).timestamp() * 1000)


def times(factor: int) -> Callable[[TinyStore], TinyStore]:
    """Every line of a store counted so many times, in all tables."""

    def change(tiny: TinyStore) -> TinyStore:
        tables = {name: frame.with_columns(pl.col("lines") * factor) for name, frame in tiny.tables.items()}
        return replace(tiny, tables=tables)

    return change
