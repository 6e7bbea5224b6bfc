"""A pessimistic file system: what may be left on a disk when the power goes, at any moment of a load.

`JournalDisk` does the real work and remembers, after every durable step, what is there and what is certain. A file not
fsynced since it was written may be intact, absent, empty, cut or NUL-tailed; a directory entry not fsynced may be the
old one or the new one. `Moment.states` draws such leftovers.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingestion.sink.disk import Disk, Point

Inode = int
Listing = dict[str, Inode]
WATCHED = ("data", "manifests")


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the load was, the folders as they are and as they are certain, and the bytes of files."""

    label: str
    current: dict[str, Listing]
    certain: dict[str, Listing]
    contents: dict[Inode, bytes]
    synced: dict[Inode, bytes]

    def states(self, chance: random.Random, count: int) -> Iterator[dict[str, bytes]]:
        """Leftovers as relative path -> bytes: the worst, the best, and some drawn ones in between."""
        yield dict(self._leftover(".", lambda options: options[0]))
        yield dict(self._leftover(".", lambda options: options[-1]))
        for _ in range(count - 2):
            yield dict(self._leftover(".", chance.choice))

    def _leftover(
        self, folder: str, choose: Callable[[list[Inode | None]], Inode | None]
    ) -> Iterator[tuple[str, bytes]]:
        now, before = self.current.get(folder, {}), self.certain.get(folder, {})
        for name in sorted(now.keys() | before.keys()):
            inode = choose(sorted({before.get(name), now.get(name)}, key=lambda entry: entry == now.get(name)))
            path = name if folder == "." else f"{folder}/{name}"
            if inode is None:
                continue
            if path in self.current:
                yield from self._leftover(path, choose)
            elif (data := self._bytes(inode, choose)) is not None:
                yield path, data

    def _bytes(self, inode: Inode, choose: Callable[[list[Inode | None]], Inode | None]) -> bytes | None:
        """The file's bytes: certain when synced, else damaged in one of five ways, picked by `choose`."""
        if inode in self.synced:
            return self.synced[inode]
        data = self.contents[inode]
        damaged = [None, b"", data[: len(data) // 2], data[:-64] + b"\0" * min(64, len(data)), data]
        picked = choose(list(range(len(damaged))))
        return damaged[picked or 0]


class JournalDisk(Disk):
    """The real disk, journalled. `forgets` names operations whose effect the power cut takes back."""

    def __init__(self, root: Path, forgets: tuple[str, ...] = ()) -> None:
        self._root = root
        self._forgets = forgets
        self._certain: dict[str, Listing] = {}
        self._synced: dict[Inode, bytes] = {}
        self.moments: list[Moment] = []
        self.reached: list[Point] = []

    def reach(self, point: Point) -> None:
        self.reached.append(point)
        self._note(point.value)

    def produce(self, path: Path, make: Callable[[], object]) -> None:
        super().produce(path, make)
        self._synced.pop(path.stat().st_ino, None)

    def write(self, path: Path, data: bytes) -> None:
        super().write(path, data)
        self._synced.pop(path.stat().st_ino, None)
        self._note(f"write {path.name}")

    def sync_file(self, path: Path) -> None:
        super().sync_file(path)
        if "sync_file" not in self._forgets:
            self._synced[path.stat().st_ino] = path.read_bytes()
        self._note(f"sync_file {path.name}")

    def sync_folder(self, path: Path) -> None:
        super().sync_folder(path)
        if "sync_folder" not in self._forgets and path.is_relative_to(self._root):
            self._certain[str(path.relative_to(self._root))] = self._listing(path)
        self._note(f"sync_folder {path.name}")

    def rename(self, source: Path, target: Path) -> None:
        super().rename(source, target)
        self._note(f"rename {target.name}")

    def remove(self, path: Path) -> None:
        super().remove(path)
        self._note(f"remove {path.name}")

    def _note(self, label: str) -> None:
        folders = [self._root, *(p for top in WATCHED for p in sorted((self._root / top).rglob("*")) if p.is_dir())]
        folders += [self._root / top for top in WATCHED if (self._root / top).is_dir()]
        current = {str(folder.relative_to(self._root)): self._listing(folder) for folder in folders}
        files = [p for top in WATCHED for p in (self._root / top).rglob("*") if p.is_file()]
        gone = self.moments[-1].contents if self.moments else {}
        contents = {**gone, **{path.stat().st_ino: path.read_bytes() for path in files}}
        self.moments.append(Moment(label, current, dict(self._certain), contents, dict(self._synced)))

    def _listing(self, folder: Path) -> Listing:
        return {p.name: p.stat().st_ino for p in folder.iterdir() if folder != self._root or p.name in WATCHED}
