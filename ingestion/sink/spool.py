"""Clean lines on their way to the store: cut by business month and parked as Parquet pieces.

In: clean frames, one after the other. Out: `Spooled`, the pieces of each month. Memory holds one chunk.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ingestion.lines import LINE
from ingestion.sink.calendar import SLOT_MS, local_slots, slot_of
from ingestion.sink.disk import Point
from ingestion.sink.store import LINE_NUMBER, LOAD_NUMBER, ORDER_KEY_JOINT, OWN_ORDER, Store


@dataclass(frozen=True, slots=True)
class Spooled:
    """What is parked: pieces and number of lines by month, lines in all, and the bounds of their moments."""

    pieces: dict[str, tuple[Path, ...]]
    sizes: dict[str, int]
    lines: int
    first_ms: int
    last_ms: int

    @property
    def months(self) -> tuple[str, ...]:
        return tuple(sorted(self.pieces))


class Spool:
    """Collects the lines of one load. `order_columns` joined are the order key; no value in any: its own order."""

    def __init__(self, store: Store, folder: Path, load_number: int, order_columns: tuple[str, ...]) -> None:
        self._store = store
        self._folder = folder
        self._load_number = load_number
        self._order_columns = order_columns
        self._pieces: dict[str, list[Path]] = {}
        self._sizes: Counter[str] = Counter()
        self._slots = pl.DataFrame()
        self._bounds: tuple[int, int] | None = None
        self._lines = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Park a clean frame."""
        if frame.is_empty():
            return
        self._stretch(frame)
        lines = self._keyed(frame).with_columns(slot=slot_of(self._store.catalog.time))
        months = lines.join(self._slots, on="slot", how="left").drop("slot")
        for (month,), piece in months.partition_by("month", as_dict=True, include_key=False).items():
            self._park(str(month), piece)
        self._lines += frame.height
        self._store.disk.reach(Point.STAGE_WRITE)

    def close(self) -> Spooled:
        first, last = self._bounds or (0, 0)
        pieces = {month: tuple(paths) for month, paths in self._pieces.items()}
        return Spooled(pieces, dict(self._sizes), self._lines, first, last)

    def _park(self, month: str, piece: pl.DataFrame) -> None:
        paths = self._pieces.setdefault(month, [])
        path = self._folder / f"{month}-{len(paths):05d}.parquet"
        self._store.disk.produce(path, lambda: piece.write_parquet(path, compression="lz4", statistics=False))
        paths.append(path)
        self._sizes[month] += piece.height

    def _stretch(self, frame: pl.DataFrame) -> None:
        """Widen the known bounds, and the table of months when the frame reaches past it."""
        time = pl.col(self._store.catalog.time).dt.timestamp("ms")
        first, last = frame.select(time.min().alias("first"), time.max().alias("last")).row(0)
        known = self._bounds
        self._bounds = (first, last) if known is None else (min(first, known[0]), max(last, known[1]))
        slots = self._slots
        if slots.is_empty() or first // SLOT_MS < slots["slot"][0] or last // SLOT_MS > slots["slot"][-1]:
            self._slots = local_slots(*self._bounds, self._store.timezone).select("slot", "month")

    def _keyed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with order key, load number and line, in the order of the store."""
        own = pl.format("{}{}:{}", pl.lit(OWN_ORDER), pl.lit(self._load_number), pl.col(LINE))
        return frame.with_columns(
            self._order_key(own).alias(self._store.catalog.order_key),
            pl.lit(self._load_number, pl.Int64).alias(LOAD_NUMBER),
            pl.col(LINE).alias(LINE_NUMBER),
        ).drop(LINE)

    def _order_key(self, own: pl.Expr) -> pl.Expr:
        columns = self._order_columns
        if not columns:
            return own
        texts = [pl.col(name).cast(pl.String).fill_null("") for name in columns]
        joined = pl.concat_str(texts, separator=ORDER_KEY_JOINT)
        needed = ["order_id"] if "order_id" in columns else list(columns)
        missing = pl.all_horizontal(pl.col(name).is_null() for name in needed)
        return pl.when(missing).then(own).otherwise(joined)


def order_columns(loaded: frozenset[str], chosen: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that make the order key: the mapping's own choice, else branch and order id as far as loaded."""
    if chosen:
        return chosen
    if "order_id" not in loaded:
        return ()
    return ("branch", "order_id") if "branch" in loaded else ("order_id",)
