"""What is known of rollups against base lines: the last verification, and what may not answer because of it.

In: the kept proof (None when there was none), the manifest in use, the catalog. Out: plain values; totals in plain
units (currency, units, counts).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from druid.catalog.model import SCALE, Catalog, camel
from druid.store.manifest import Manifest, Withdrawn
from druid.store.proof import Proof

MOST_LISTED = 100


def proof_block(proof: Proof | None, manifest: Manifest | None, catalog: Catalog) -> dict[str, Any]:
    """`isCurrent`: no load was published since. `withdrawn` is what may not answer in the version in use."""
    withdrawn = () if manifest is None else manifest.withdrawn
    return {
        "last": None if proof is None else _verification(proof, catalog),
        "isCurrent": proof is not None and manifest is not None and proof.version == manifest.version,
        "withdrawn": _gaps(withdrawn, catalog),
        "withdrawnCount": len(withdrawn),
    }


def _verification(proof: Proof, catalog: Catalog) -> Mapping[str, Any]:
    return {
        "at": proof.at,
        "tookMs": proof.took_ms,
        "version": proof.version,
        "isEqual": proof.is_equal,
        "files": proof.files,
        "differences": proof.differences,
        "mismatches": _gaps(proof.listed, catalog),
        "damaged": [{"table": table, "month": month} for table, month in proof.damaged],
        "passedOver": proof.passed_over,
        "copy": None if proof.copy_equal is None else _copy(proof, catalog),
    }


def _copy(proof: Proof, catalog: Catalog) -> dict[str, Any]:
    return {
        "isEqual": proof.copy_equal,
        "mismatches": _gaps(proof.copy_withdrawn, catalog),
        "gaps": list(proof.copy_gaps[:MOST_LISTED]),
    }


def _gaps(withdrawn: Iterable[Withdrawn], catalog: Catalog) -> list[dict[str, Any]]:
    return [_gap(gap, catalog) for gap in tuple(withdrawn)[:MOST_LISTED]]


def _gap(gap: Withdrawn, catalog: Catalog) -> dict[str, Any]:
    """A day and measure; of a damaged file there are neither."""
    if not gap.day:
        return {"table": gap.table, "month": gap.month, "day": None, "measure": None, "expected": None, "found": None}
    column = catalog.column.get(gap.measure)
    unit = 10 ** (0 if column is None else SCALE.get(column.kind, 0))
    return {
        "table": gap.table,
        "month": gap.month,
        "day": gap.day,
        "measure": camel(gap.measure),
        "expected": gap.expected / unit,
        "found": gap.found / unit,
    }
