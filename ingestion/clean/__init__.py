"""Cells to exact canonical lines: `clean` takes a source and its recipe, and yields lines, defects and sums."""

from ingestion.clean.run import clean

__all__ = ["clean"]
