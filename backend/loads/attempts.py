"""Loads and undos that were asked for over HTTP: a folder each, which says how they stand, also after a restart.

A folder holds `attempt.json` (what was asked), the loader's `progress.jsonl` and `report.json`, and `alive`, a file
whose lock the loader's process holds: free means ended. `ended.json` is written once, by whoever sees the end first.
In: a request to load. Out: an `Attempt`; how it stands is always read from its folder.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import structlog

from backend.load_errors import LoaderBusy, LoaderFailed, UnknownLoad
from backend.loads.child import document_in, start
from backend.loads.place import Json, Place
from backend.loads.told import ended_facts
from backend.loads.undone import was_undone
from backend.loads.uploads import remove

log = structlog.get_logger("loads")
KEPT_ATTEMPTS = 200
TICK = timedelta(milliseconds=50)
"""More than a file's time may be behind the clock: it is that of the system's last tick."""
_ID = re.compile(r"[0-9]{8}T[0-9]{6}-[0-9a-f]{8}")
_WRITTEN = ("attempt.json", "pid.json", "progress.jsonl", "report.json")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. `mapping` is the text of a mapping file; `covers` is written "2024-01-01..2024-01-31".

    `undoes` is the load that an undo takes back.
    """

    kind: str
    file: str = ""
    upload: str = ""
    sha256: str = ""
    mapping: str | None = None
    mode: str = "append"
    covers: str | None = None
    undoes: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A wish that was begun; `folder` holds the rest. Moments are ISO texts in UTC.

    `store` is where the store's folder was then: the loader's report names files by it.
    """

    id: str
    wish: Wish
    started_at: str
    folder: Path
    store: str = ""

    def read(self, name: str) -> Json | None:
        try:
            return document_in((self.folder / name).read_bytes())
        except OSError:
            return None

    def written(self, begin: int = 0) -> bytes:
        """The lines of progress behind so many bytes; one that is being written is left for later."""
        try:
            with (self.folder / "progress.jsonl").open("rb") as progress:
                progress.seek(begin)
                text = progress.read()
        except OSError:
            return b""
        return text[: text.rfind(b"\n") + 1]

    def events(self) -> list[bytes]:
        """All that is progress among what the loader wrote."""
        return [line for line in self.written().splitlines() if document_in(line) is not None]

    @property
    def is_alive(self) -> bool:
        try:
            handle = os.open(self.folder / "alive", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            return not _taken(handle)
        finally:
            os.close(handle)

    @property
    def is_stopped(self) -> bool:
        """Whether somebody asked it to stop."""
        return (self.folder / "stop").exists()

    @property
    def is_published(self) -> bool:
        """Whether readers see its version already."""
        return any(b'"phase":"published"' in line for line in self.events())

    def stop(self, seconds: float) -> None:
        """Ask the loader to end at its next point before the swap, and wait so long for it to do so."""
        asked = self.read("pid.json")
        if asked and self.is_alive:
            (self.folder / "stop").touch()
            with suppress(ProcessLookupError):
                os.kill(int(str(asked["pid"])), signal.SIGTERM)
        end = time.monotonic() + seconds
        while self.is_alive and time.monotonic() < end:
            time.sleep(0.05)


def begin(place: Place, wish: Wish) -> Attempt:
    """Start a wish in a process of its own; raises LoaderBusy while any loader works on the store, LoaderFailed."""
    try:
        place.attempts.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _one_at_a_time(place.attempts / "start.lock"):
            _refuse_busy(place)
            attempt = _begun(place, wish)
    except OSError as error:
        raise LoaderFailed(f"The loader could not be started ({error.strerror}).") from error
    _forget_old(place)
    return attempt


def _begun(place: Place, wish: Wish) -> Attempt:
    now = datetime.now(UTC)
    attempt_id = f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    attempt = Attempt(attempt_id, wish, now.isoformat(), place.attempts / attempt_id, str(place.store))
    attempt.folder.mkdir(mode=0o700)
    try:
        _start(place, attempt)
    except OSError:
        shutil.rmtree(attempt.folder, ignore_errors=True)
        raise
    return attempt


def attempts(place: Place) -> list[Attempt]:
    """Every attempt that is kept, newest first."""
    try:
        names = sorted((entry.name for entry in os.scandir(place.attempts) if _ID.fullmatch(entry.name)), reverse=True)
    except OSError:
        return []
    return [found for name in names if (found := _read_attempt(place, name))]


def find_attempt(place: Place, attempt_id: str) -> Attempt:
    """The attempt of that id; raises UnknownLoad."""
    found = _read_attempt(place, attempt_id) if _ID.fullmatch(attempt_id) else None
    if found is None:
        raise UnknownLoad("There is no load of that id.")
    return found


def running(place: Place) -> Attempt | None:
    return next((attempt for attempt in attempts(place) if attempt.is_alive), None)


def settle(place: Place, attempt: Attempt) -> Json:
    """What an attempt that is not alive came to: the loader's report, or that there is none. Written once.

    Where the disk is full or may not be written to, whoever looks next writes it.
    """
    ended = attempt.read("ended.json")
    if ended is not None:
        return ended
    report = attempt.read("report.json")
    last = _last_word(attempt)
    ended = {"at": last.isoformat(), "report": report}
    if report is None and attempt.wish.undoes:
        ended["undone"] = was_undone(place.store, attempt.wish.undoes, attempt.started_at, last)
    with suppress(OSError):
        _write(attempt, "ended.json", ended)
        if report is not None and report.get("outcome") in {"loaded", "already loaded"}:
            remove(place.uploads, attempt.wish.upload)
    return ended


def _last_word(attempt: Attempt) -> datetime:
    """The latest moment at which the loader last wrote: it may have ended long before somebody looks."""
    written = [path.stat().st_mtime for name in _WRITTEN if (path := attempt.folder / name).exists()]
    return datetime.fromtimestamp(max(written), UTC) + TICK


def words_of(place: Place, attempt: Attempt) -> list[str]:
    """The words of `python -m ingestion` that do what was asked."""
    wish = attempt.wish
    if wish.kind == "undo":
        return ["undo"]
    words = ["load", str(place.uploads / f"{wish.upload}.data"), f"--name={wish.file}", f"--mode={wish.mode}"]
    words += [f"--mapping={attempt.folder / 'mapping.yaml'}"] if wish.mapping is not None else []
    return [*words, *([f"--covers={wish.covers}"] if wish.covers else [])]


def _start(place: Place, attempt: Attempt) -> None:
    """The child holds `alive` locked for as long as it lives, whatever becomes of this server."""
    if attempt.wish.mapping is not None:
        (attempt.folder / "mapping.yaml").write_text(attempt.wish.mapping, encoding="utf-8")
    held = os.open(attempt.folder / "alive", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        # known only from here on: before, it would look like one that has ended
        asked = {
            "id": attempt.id,
            "started_at": attempt.started_at,
            "store": attempt.store,
            "wish": asdict(attempt.wish),
        }
        _write(attempt, "attempt.json", asked)
        process = start(words_of(place, attempt), place.settings, attempt.folder, held)
    finally:
        os.close(held)
    _write(attempt, "pid.json", {"pid": process.pid})

    def await_end() -> None:
        process.wait()
        ended = settle(place, attempt)
        events = attempt.events()
        report = ended["report"] if isinstance(ended["report"], dict) else None
        last = document_in(events[-1]) if events else None
        log.info("load.ended", attempt=attempt.id, kind=attempt.wish.kind, **ended_facts(report, last))

    # a thread that does not keep the server from ending: the load goes on without it
    threading.Thread(target=await_end, daemon=True, name=f"load {attempt.id}").start()


def _refuse_busy(place: Place) -> None:
    first = running(place)
    if first is not None:
        what = f"a load of {first.wish.file}" if first.wish.kind == "load" else "an undo"
        raise LoaderBusy(f"The store is being loaded by {what}, begun at {first.started_at[:19]}Z.")
    holder = lock_holder(place)
    if holder is not None:
        raise LoaderBusy(f"The store is being loaded by {holder.words}.")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who works on the store, as the loader says in its lock, and its newest event of progress if it told any."""

    words: str
    progress: Json | None = None


def lock_holder(place: Place) -> Holder | None:
    """Who works on the store; None while nobody does."""
    try:
        handle = os.open(place.loader_lock, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return None if _taken(handle) else _holder(os.pread(handle, 8192, 0))
    finally:
        os.close(handle)


def _holder(said: bytes) -> Holder:
    words, _, progress = said.partition(b"\n")
    return Holder(words.decode(errors="replace") or "another load", document_in(progress))


def working(place: Place) -> tuple[Attempt | None, Holder | None]:
    """The attempt that runs, or else who works on the store from the command line."""
    first = running(place)
    return first, None if first else lock_holder(place)


def _taken(handle: int) -> bool:
    """Whether this process could lock the file just now; the lock goes with the handle."""
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _read_attempt(place: Place, attempt_id: str) -> Attempt | None:
    folder = place.attempts / attempt_id
    try:
        found = orjson.loads((folder / "attempt.json").read_bytes())
        return Attempt(found["id"], Wish(**found["wish"]), found["started_at"], folder, found.get("store", ""))
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError):
        return None


def _write(attempt: Attempt, name: str, document: Mapping[str, object]) -> None:
    """Whole or not at all, for readers that come at any moment."""
    draft = attempt.folder / f"{name}.{secrets.token_hex(4)}"
    try:
        draft.write_bytes(orjson.dumps(document))
        draft.replace(attempt.folder / name)
    finally:
        draft.unlink(missing_ok=True)


def _forget_old(place: Place) -> None:
    for attempt in attempts(place)[KEPT_ATTEMPTS:]:
        if not attempt.is_alive:
            shutil.rmtree(attempt.folder, ignore_errors=True)
