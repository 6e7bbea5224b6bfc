"""Whether an undo whose loader died had come to its end: its version is in the store, published while it was at work.

In: the store's folder, the load that was to be taken back, two moments. Out: yes or no. The load's mark alone proves
nothing: a later undo leaves the same.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from druid.store.manifest import Manifest
from druid.store.snapshots import StoreUnreadable, older_manifests, open_snapshot


def was_undone(store: Path, load_id: str, since: str, until: datetime) -> bool:
    """Whether the first version without that load was published between the two moments."""
    try:
        snapshot = open_snapshot(store)
    except StoreUnreadable:
        return False
    first: Manifest | None = None
    for manifest in [snapshot.manifest, *older_manifests(store, snapshot.manifest.sequence)] if snapshot else []:
        if load_id not in manifest.undone:
            break
        first = manifest
    return first is not None and datetime.fromisoformat(since) <= datetime.fromisoformat(first.published_at) <= until
