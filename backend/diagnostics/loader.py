"""Whether a file is being loaded just now, over HTTP or by a command: why numbers may change in a moment.

In: the store's place. Out: plain values.
"""

from __future__ import annotations

from typing import Any

from backend.loads.attempts import working
from backend.loads.place import Place


def loader_block(place: Place) -> dict[str, Any]:
    """`running` is null while no load or undo over HTTP is at work, `holder` while no command is."""
    first, holder = working(place)
    if first is None:
        return {"running": None, "holder": holder.words if holder else None}
    wish = first.wish
    begun = {"id": first.id, "kind": wish.kind, "file": wish.file, "startedAt": first.started_at}
    return {"running": begun, "holder": None}
