"""What the log says of the newest load when its version is first served: the loader is another process.

In: a manifest. Out: the fields of a log line; counts and hashes, no names.
"""

from __future__ import annotations

from druid.store.manifest import Manifest

PARTS = ("loaded", "duplicate", "quarantined", "blank")
MONEY = ("loaded", "duplicate", "quarantined")


def load_facts(manifest: Manifest) -> dict[str, object]:
    """`money_delta` is what came in and is neither loaded nor set aside, over all columns, at scale 4: 0 by promise."""
    if not manifest.loads:
        return {}
    load = manifest.loads[-1]
    missing = sum(parts["in"] - sum(parts.get(part, 0) for part in MONEY) for parts in load.money.values())
    counts = {part: load.lines.get(part, 0) for part in PARTS}
    head = {"load_id": load.load_id, "file_hash": load.sha256[:12], "lines_in": load.lines["in"]}
    return {**head, **counts, "money_delta": missing}
