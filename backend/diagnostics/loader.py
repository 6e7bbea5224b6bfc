"""Whether a file is being loaded over HTTP just now: why numbers may change in a moment.

In: the store's place. Out: plain values.
"""

from __future__ import annotations

from typing import Any

from backend.loads.attempts import running
from backend.loads.place import Place


def loader_block(place: Place) -> dict[str, Any]:
    """`running` is null while no load or undo is at work."""
    first = running(place)
    if first is None:
        return {"running": None}
    wish = first.wish
    return {"running": {"id": first.id, "kind": wish.kind, "file": wish.file, "startedAt": first.started_at}}
