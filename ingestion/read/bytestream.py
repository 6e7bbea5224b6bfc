"""The bytes of one named file: only regular files inside their folder, hashed as they are read, refused if they change.

In: a path. Out: `FileBytes`, whose `pieces` yields the raw bytes once and ends with size, time and content checked.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingestion.errors import FileRefused

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Identity:
    """What must stay equal while a file is read."""

    device: int
    inode: int
    size: int
    modified: int


def identify(path: Path) -> Identity:
    """Refuse what is not a regular file inside the folder of the named path; else say which file it is."""
    name = path.name or str(path)
    if not _is_text(name):
        shown = os.fsencode(name).decode("utf-8", "backslashreplace")
        raise FileRefused("FILE_NAME", f"The name {shown} is not valid text.", "Rename the file, then load it.")
    try:
        real = path.resolve(strict=True)
        found = real.stat()
    except (OSError, RuntimeError, ValueError) as error:
        message = f"{name} cannot be opened."
        raise FileRefused("FILE_NOT_FOUND", message, "Check the name and the rights of the file.") from error
    if path.is_symlink() and not real.is_relative_to(path.parent.resolve()):
        message = f"{name} is a link to a file outside of its folder."
        raise FileRefused("OUTSIDE_FOLDER", message, "Name the file itself, or copy it into the folder.")
    if not stat.S_ISREG(found.st_mode):
        kind = "folder" if stat.S_ISDIR(found.st_mode) else "pipe or device"
        raise FileRefused("NOT_A_FILE", f"{name} is a {kind}, not a file.", "Name a CSV, XLSX or Parquet file.")
    return Identity(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def refuse_changed(path: Path) -> FileRefused:
    """The refusal of a file that somebody wrote to while it was being read."""
    return FileRefused("FILE_CHANGED", f"{path.name} changed while it was being read.", "Load it when it is complete.")


class FileBytes:
    """One pass over a file."""

    def __init__(self, path: Path, expected: Identity) -> None:
        self.path = path
        self.expected = expected
        self.done = 0
        self.sha256 = ""

    def pieces(self) -> Iterator[bytes]:
        """The raw bytes in order; the last step compares the file with what was opened."""
        digest = hashlib.sha256()
        descriptor = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb", buffering=0) as handle:
            self._compare(os.fstat(handle.fileno()))
            while piece := handle.read(PIECE):
                digest.update(piece)
                self.done += len(piece)
                yield piece
            self._compare(os.fstat(handle.fileno()))
        if self.done != self.expected.size or identify(self.path) != self.expected:
            raise refuse_changed(self.path)
        self.sha256 = digest.hexdigest()

    def _compare(self, now: os.stat_result) -> None:
        if Identity(now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns) != self.expected:
            raise refuse_changed(self.path)


def read_head(path: Path, size: int = 4096) -> bytes:
    """The first bytes, to see what the file is; a pipe is never waited for."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb", buffering=0) as handle:
        return handle.read(size) or b""


def hash_file(path: Path) -> str:
    """The sha256 of a file's raw bytes, with the same refusals as reading it."""
    source = FileBytes(path, identify(path))
    for _ in source.pieces():
        pass
    return source.sha256
