"""The kept answers of one edition of the store, bounded by bytes: the least recently used give way.

Comes in: answers under their keys. Goes out: those that are still young, under the very same key. When a newer edition
is seen, everything of the one before is dropped. Not for threads: one event loop owns it.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator

from backend.cache.figures import CacheFigures
from backend.cache.kept import Kept
from backend.cache.key import Key

LARGEST_SHARE = 8
"""One answer takes at most this part of the whole."""


class Shelf:
    """`most_bytes` bounds all forms of all answers together; 0 keeps nothing. `leaves` is told of what goes."""

    def __init__(
        self, most_bytes: int, figures: CacheFigures, leaves: Callable[[Key, Kept], None] = lambda _key, _kept: None
    ) -> None:
        self.figures = figures
        self._leaves = leaves
        self._most = figures.most_bytes = most_bytes
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._edition = ""
        figures.oldest = self._oldest

    def find(self, key: Key) -> Kept | None:
        """The answer of exactly this key, while it is young enough."""
        kept = self.peek(key)
        if kept is not None:
            self._kept.move_to_end(key)
            kept.asked += 1
        return kept

    def peek(self, key: Key) -> Kept | None:
        """The same, without counting it as wanted."""
        kept = self._kept.get(key)
        if kept is None or kept.dies > self.figures.clock():
            return kept
        self.figures.expired += 1
        self._drop(key)
        return None

    def __iter__(self) -> Iterator[tuple[Key, Kept]]:
        return iter(tuple(self._kept.items()))

    def holds(self, key: Key, kept: Kept) -> bool:
        """Whether this very answer is kept, however old."""
        return self._kept.get(key) is kept

    def turn_to(self, edition: str) -> None:
        """Drop what was answered from another edition."""
        if edition == self._edition:
            return
        self._edition = edition
        self.figures.superseded += len(self._kept)
        for key, kept in self._kept.items():
            self._leaves(key, kept)
        self._kept.clear()
        self.figures.entries = self.figures.bytes = 0

    def keep(self, key: Key, kept: Kept) -> bool:
        """Whether the answer was kept: of the edition in use, and not too large."""
        kept.about = about(key)
        if key.edition != self._edition or kept.size * LARGEST_SHARE > self._most:
            return False
        if key in self._kept:
            self._drop(key)
        self._kept[key] = kept
        self._count(kept.size, entries=1)
        self._make_room()
        return True

    def pack(self, key: Key, kept: Kept, packed: bytes) -> None:
        """Keep the compressed form beside the other, if the answer is still kept and both have room."""
        is_new = self.holds(key, kept) and kept.packed is None
        if not is_new or (kept.size + len(packed)) * LARGEST_SHARE > self._most:
            return
        kept.packed = packed
        self._count(len(packed))
        self._make_room()

    def _make_room(self) -> None:
        while self.figures.bytes > self._most:
            self.figures.evicted += 1
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        kept = self._kept.pop(key)
        self._leaves(key, kept)
        self._count(-kept.size, entries=-1)

    def _count(self, size: int, *, entries: int = 0) -> None:
        self.figures.bytes += size
        self.figures.entries += entries

    def _oldest(self) -> float | None:
        return min((kept.born for kept in self._kept.values()), default=None)


def about(key: Key) -> int:
    """Bytes that an entry takes beside its answer, roughly: the question, and the objects around."""
    return sys.getsizeof(key.query) + sys.getsizeof(key.body) + 2000
