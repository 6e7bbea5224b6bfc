"""Files on their way in: a request's body becomes a file with a name of ours, bounded in size, time and number.

In: chunks of bytes. Out: an `Upload`, kept for a day or until it is loaded; nothing is held in memory, the client's
name is only shown. A body that is too long, too late or cut leaves nothing.
"""

from __future__ import annotations

import asyncio
import errno
import os
import re
import secrets
import shutil
import time
import unicodedata
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

import orjson

from backend.errors import PayloadTooLarge, RequestTimeout
from backend.load_errors import DiskSpace, UnknownUpload
from backend.loads.arrival import Incoming

KEPT_SECONDS = 24 * 3600
KEPT_UPLOADS = 8
ROOM = 3
"""A load needs so many times its file's size on the disk."""
PIECE = 1 << 20
LONGEST_NAME = 120
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was received: its size in bytes, what it is called, when it came (seconds since 1970)."""

    id: str
    name: str
    size: int
    sha256: str
    received_at: float

    def path(self, folder: Path) -> Path:
        return folder / f"{self.id}.data"

    def rules(self, folder: Path) -> Path:
        """The mapping that it was last checked with."""
        return folder / f"{self.id}.mapping.yaml"


def free_bytes(handle: int) -> int:
    """What is free on the disk of an open file."""
    disk = os.fstatvfs(handle)
    return disk.f_bavail * disk.f_frsize


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """`free` tells what is left on the disk of an open file, in bytes."""

    max_bytes: int
    seconds: float
    free: Callable[[int], int] = free_bytes


def shown_name(given: str) -> str:
    """A file's name without folders and characters that no name should have.

    >>> shown_name("../../etc/passwd"), shown_name("C:\\\\sales\\\\may.csv"), shown_name("..")
    ('passwd', 'may.csv', 'upload')
    """
    last = re.split(r"[/\\]", given)[-1]
    plain = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip(" .")
    return plain[-LONGEST_NAME:] or "upload"


async def receive(incoming: Incoming, folder: Path, limits: UploadLimits) -> Upload:
    """The upload that a body holds; raises PayloadTooLarge, RequestTimeout or DiskSpace."""
    upload_id = secrets.token_hex(16)
    part = folder / f"{upload_id}.part"
    try:
        handle = await asyncio.to_thread(_create, folder, part.name)
        try:
            async with asyncio.timeout(limits.seconds):
                size, digest = await _written(incoming.chunks, handle, limits)
        finally:
            os.close(handle)
        upload = Upload(upload_id, shown_name(incoming.name), size, digest, time.time())
        await asyncio.to_thread(_keep, upload, folder, part)
    except TimeoutError as error:
        raise RequestTimeout(f"The file did not arrive within {limits.seconds:g} seconds.") from error
    except OSError as error:
        remove(folder, upload_id)
        raise _disk_error(error) from error
    finally:
        _drop(part)
    return upload


def refuse_size(declared: str, folder: Path, limits: UploadLimits) -> None:
    """Refuse a body by the length that its header states, before any of it is read."""
    if not (declared.isascii() and declared.isdigit()):
        return
    size = int(declared[:20])
    if size > limits.max_bytes:
        raise _too_large(limits.max_bytes)
    existing = folder
    while not existing.exists():
        existing = existing.parent
    free = shutil.disk_usage(existing).free
    if free < (ROOM + 1) * size:
        raise DiskSpace(f"The server has {free / 1e9:.1f} GB free; this file needs {(ROOM + 1) * size / 1e9:.1f} GB.")


def find_upload(folder: Path, upload_id: object) -> Upload:
    """The upload of that id; raises UnknownUpload."""
    if isinstance(upload_id, str) and _ID.fullmatch(upload_id):
        try:
            found = Upload(**orjson.loads((folder / f"{upload_id}.json").read_bytes()))
        except (OSError, orjson.JSONDecodeError, TypeError):
            found = None
        if found and found.path(folder).is_file():
            return found
    raise UnknownUpload("There is no upload of that id.")


def keep_rules(upload: Upload, folder: Path, mapping: str) -> None:
    """Write the mapping to check an upload with; raises DiskSpace."""
    try:
        upload.rules(folder).write_text(mapping, encoding="utf-8")
    except OSError as error:
        raise _disk_error(error) from error


def remove(folder: Path, upload_id: str) -> None:
    """Take an upload away; one that is gone is no error."""
    if _ID.fullmatch(upload_id):
        for ending in ("json", "data", "mapping.yaml"):
            _drop(folder / f"{upload_id}.{ending}")


def _drop(path: Path) -> None:
    """Take a file away where that can be done; what stays is tidied up once it can."""
    with suppress(OSError):
        path.unlink()


def tidy(folder: Path, in_use: Collection[str]) -> None:
    """Take away what is older than a day, and the oldest beyond the number that is kept."""
    if not folder.is_dir():
        return
    now = time.time()
    written = {path: _written_at(path, now) for path in folder.iterdir()}
    for path, moment in written.items():
        is_stray = folder / f"{path.name.partition('.')[0]}.json" not in written
        if is_stray and now - moment > KEPT_SECONDS:
            _drop(path)
    notes = sorted((path for path in written if path.suffix == ".json"), key=written.__getitem__, reverse=True)
    for place, path in enumerate(notes):
        is_old = now - written[path] > KEPT_SECONDS or place >= KEPT_UPLOADS
        if is_old and path.stem not in in_use:
            remove(folder, path.stem)


def _written_at(path: Path, now: float) -> float:
    """When a file was written; now, when another request has just moved it."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return now


async def to_the_end(work: Callable[[], None]) -> None:
    """Work in a thread that is over when this returns, also when the waiting is cancelled.

    The file that a thread writes to must not be closed before: its number would soon be another file's.
    """
    working = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        await asyncio.shield(working)
    finally:
        await asyncio.wait({working})


def _create(folder: Path, name: str) -> int:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    inside = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        return os.open(name, flags, 0o600, dir_fd=inside)
    finally:
        os.close(inside)


async def _written(chunks: AsyncIterator[bytes], handle: int, limits: UploadLimits) -> tuple[int, str]:
    """Size and digest of what was written, a piece at a time and never on the event loop."""
    digest, size, waiting = sha256(), 0, bytearray()

    def write(piece: bytes) -> None:
        digest.update(piece)
        view = memoryview(piece)
        while view:
            view = view[os.write(handle, view) :]
        # a body that states no length is compared with the disk as it grows
        if limits.free(handle) < ROOM * size:
            raise DiskSpace(f"The server has no room left for a file of more than {size / 1e6:,.0f} MB.")

    async for chunk in chunks:
        size += len(chunk)
        if size > limits.max_bytes:
            raise _too_large(limits.max_bytes)
        waiting += chunk
        if len(waiting) >= PIECE:
            await to_the_end(partial(write, bytes(waiting)))
            waiting.clear()
    await to_the_end(partial(write, bytes(waiting)))
    return size, digest.hexdigest()


def _keep(upload: Upload, folder: Path, part: Path) -> None:
    """The file under its name, then the note that makes it an upload."""
    part.replace(upload.path(folder))
    note = folder / f"{upload.id}.json"
    draft = note.with_suffix(".part")
    draft.write_bytes(orjson.dumps(asdict(upload)))
    draft.replace(note)


def _too_large(max_bytes: int) -> PayloadTooLarge:
    hint = "Load it with `python -m ingestion load`, or let SALES_MAX_UPLOAD_BYTES allow it."
    return PayloadTooLarge(f"The file is larger than {max_bytes:,} bytes.", hint)


def _disk_error(error: OSError) -> DiskSpace:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskSpace("The disk of the server is full; nothing of the file was kept.")
    return DiskSpace(f"The server could not keep the file ({error.strerror}).", "Look at the server's data folder.")
