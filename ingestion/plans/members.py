"""Members that targets and rates name and no sale does: perhaps new, perhaps misspelt.

In: the newest state of the store and the members named, by dimension. Out: a notice for each unknown one, with the
nearest loaded names. They are accepted all the same: a salesperson may start next month.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from druid.store.manifest import Manifest
from ingestion.mapping.names import listing, nearest
from ingestion.read.source import Notice
from ingestion.sink.store import Store

UNKNOWN_MEMBER = "UNKNOWN_MEMBER"


def unknown_members(store: Store, manifest: Manifest | None, named: Mapping[str, Iterable[str]]) -> tuple[Notice, ...]:
    """A notice for each member that was never sold under; none while no sale is loaded."""
    paths = [store.path / file.path for file in manifest.of_table(store.catalog.base)] if manifest else []
    if not paths:
        return ()
    return tuple(
        _notice(dimension, name, known)
        for dimension, names in named.items()
        if (wanted := sorted(set(names))) and (known := _members(paths, dimension)) is not None
        for name in wanted
        if name not in known
    )


def _members(paths: list[Path], dimension: str) -> frozenset[str]:
    found = pl.scan_parquet(paths).select(pl.col(dimension).cast(pl.String).unique()).collect()
    return frozenset(found[dimension].drop_nulls().to_list())


def _notice(dimension: str, name: str, known: frozenset[str]) -> Notice:
    near = nearest(name, sorted(known))
    guess = f" Did you mean {listing(near)}?" if near else ""
    what = dimension.replace("_", " ")
    return Notice(UNKNOWN_MEMBER, f"No loaded sale has the {what} {name!r}; the row counts once one has.{guess}")
