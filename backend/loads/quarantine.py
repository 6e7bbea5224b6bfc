"""The lines that a load set aside, as a file to download: found by the load's id alone, never by a name from outside.

In: a place and a load id of the store. Out: an open file and what it is called.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import BinaryIO

from backend.load_errors import NoQuarantine
from backend.loads.place import Place

_LOAD_ID = re.compile(r"[0-9]{8,}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Quarantine:
    """`name` is safe in a header, `size` in bytes."""

    file: BinaryIO
    name: str
    size: int


def open_quarantine(place: Place, load_id: str | None) -> Quarantine:
    """The quarantine file of a load; raises NoQuarantine."""
    if load_id and _LOAD_ID.fullmatch(load_id) and place.quarantine.is_dir():
        for entry in os.scandir(place.quarantine):
            if entry.name.endswith(f".{load_id}.quarantine.csv") and entry.is_file(follow_symlinks=False):
                handle = os.open(entry.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
                name = re.sub(r"[^A-Za-z0-9_.-]", "_", entry.name)
                return Quarantine(os.fdopen(handle, "rb"), name, os.fstat(handle).st_size)
    raise NoQuarantine("There is no quarantine file of that load.")
