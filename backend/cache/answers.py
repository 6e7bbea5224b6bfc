"""The kept answers of a process: the key of a question now, its answer if there is one, and what may become one.

Comes in: questions with their principals, whole responses. Goes out: `Kept` under exactly the key that was asked. What
the key holds is decided here and nowhere else.
"""

from __future__ import annotations

import asyncio
from hashlib import sha256
from pathlib import Path

import structlog

from backend.api.door import Door
from backend.api.trace import Trace
from backend.cache.answered import Answered, is_whole
from backend.cache.asked import Addresses, Asked
from backend.cache.flights import Flights
from backend.cache.kept import Kept, Stamp, Unpatchable, template_of
from backend.cache.key import Key, tag_of
from backend.cache.lives import Lives
from backend.cache.shelf import Shelf
from backend.errors import SalesError
from druid.store.proof import proof_path

log = structlog.get_logger("cache")
MEGABYTE = 1 << 20


class KeptAnswers:
    """One per process. `addresses` says what may be kept at all, `flights` what is being computed."""

    def __init__(self, door: Door) -> None:
        settings = door.settings
        self.figures = door.cached
        self.addresses = Addresses(door.specs.values())
        self.flights: Flights[tuple[Answered, Kept | None]] = Flights()
        self.shelf = Shelf(settings.cache_megabytes * MEGABYTE, self.figures)
        self._engine = door.context.engine
        self._lives = Lives.of(settings)
        self._ground = ground_of(door)
        self._proof = proof_path(settings.data_dir)
        self._packing: set[asyncio.Task[None]] = set()

    async def key_of(self, asked: Asked, body: bytes, trace: Trace) -> Key | None:
        """The key as of now; None while answers may not be kept."""
        try:
            edition = await self._engine.edition()
        except SalesError:
            return None
        if edition is None:
            return None
        self.shelf.turn_to(edition)
        principal = trace.principal
        return Key(
            asked.method,
            asked.path,
            asked.query,
            body,
            edition,
            _stamp(self._proof),
            self._ground,
            principal.policy.digest,
            int(principal.role),
        )

    def keep(self, key: Key, answered: Answered, trace: Trace) -> Kept | None:
        """The answer as others may have it who asked the same; None of one that is for its asker alone.

        It is of the version that the key says. It stays for later askers unless a newer edition was seen meanwhile.
        """
        if not answered.is_json or not is_whole(trace):
            return None
        if any(one.version is None or not key.edition.startswith(one.version) for one in trace.heard):
            return None
        is_of_now = any(one.is_of_now for one in trace.heard)
        now = self.figures.clock()
        try:
            template = template_of(answered.body, trace.request_id)
        except Unpatchable as reason:
            log.warning("cache.answer.unpatchable", reason=str(reason))
            return None
        kept = Kept(
            template,
            # what follows the clock changes under an unchanged question
            None if is_of_now else tag_of(key),
            now,
            now + self._lives.seconds_of((one.report for one in trace.heard), is_of_now=is_of_now),
            trace.request_id,
            {**trace.facts, "route": trace.facts.get("route", key.path)},
        )
        self.shelf.keep(key, kept)
        return kept

    def age_ms(self, kept: Kept) -> int:
        return round(max(self.figures.clock() - kept.born, 0.0) * 1000)

    def pack(self, key: Key, kept: Kept, stamp: Stamp) -> None:
        """Make the compressed form in the background, once."""
        if kept.is_packing or not kept.is_worth_packing:
            return
        kept.is_packing = True
        task = asyncio.create_task(self._pack(key, kept, stamp))
        self._packing.add(task)
        task.add_done_callback(self._packing.discard)

    async def _pack(self, key: Key, kept: Kept, stamp: Stamp) -> None:
        try:
            self.shelf.pack(key, kept, await asyncio.to_thread(kept.pack, stamp))
        finally:
            kept.is_packing = False

    async def close(self) -> None:
        """End what runs in the background."""
        for task in tuple(self._packing):
            task.cancel()
        await asyncio.gather(*self._packing, return_exceptions=True)
        await self.flights.close()


def ground_of(door: Door) -> str:
    """A digest of what the process was started with that shows in answers."""
    context, settings = door.context, door.settings
    limits = (settings.max_filter_values, settings.max_depth, settings.max_aliases, settings.max_complexity)
    told = (context.catalog.version, context.engine.name, context.conventions, limits, settings.is_introspectable)
    return sha256(repr(told).encode()).hexdigest()


def _stamp(path: Path) -> int:
    """Differs after the file was written again; 0 of none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
