"""How lines set aside are read again: exactly as the file they come from was.

A few corrected lines cannot decide a date order or a decimal mark by themselves, so a load keeps its resolved mapping
beside its quarantine file. In: a load's recipe, or a quarantine file. Out: the mapping's path.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from ingestion.mapping.proposal import render_mapping
from ingestion.quarantine import carried_load_id
from ingestion.read.source import Dialect, Source
from ingestion.recipe import Recipe
from ingestion.sink.disk import Disk

_LOAD_ID = re.compile(r"\d{8}-[0-9a-f]{8}")


def _place(folder: Path, load_id: str) -> Path:
    return folder / f"{load_id}.mapping.yaml"


def keep_mapping(disk: Disk, folder: Path, load_id: str, recipe: Recipe) -> None:
    """Write the mapping of a load; the quarantine file's own dialect is plain CSV."""
    text = render_mapping(replace(recipe, dialect=Dialect(encoding="utf-8", delimiter=",", header_line=1)), {})
    disk.write(_place(folder, load_id), text.encode())


def kept_mapping(folder: Path, source: Source) -> Path | None:
    """The mapping by which a quarantine file's lines were read, None for other files."""
    load_id = carried_load_id(source)
    if load_id is None or not _LOAD_ID.fullmatch(load_id):
        return None
    path = _place(folder, load_id)
    return path if path.is_file() else None
