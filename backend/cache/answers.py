"""The kept answers of a process: the key of a question now, its answer if there is one, and what may become one.

Comes in: questions with their principals, whole responses. Goes out: `Kept` under exactly the key that was asked. What
the key holds is decided here and nowhere else.
"""

from __future__ import annotations

import asyncio
from functools import partial
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.access.policy import EVERYTHING
from backend.access.principal import Principal, Role
from backend.api.door import Door
from backend.api.openapi import VERSION
from backend.api.replies import GRAPHQL_PATH
from backend.api.trace import Trace
from backend.cache.answered import Answered, Replayed, is_whole
from backend.cache.asked import JSON, Addresses, Asked
from backend.cache.flights import Flights
from backend.cache.hot import NAME, Hot, HotQuestions
from backend.cache.kept import Kept, Stamp, Unpatchable, template_of
from backend.cache.key import Key, tag_of
from backend.cache.lives import Lives
from backend.cache.shelf import Shelf
from backend.cache.spelling import Spelling
from backend.errors import SalesError
from druid.store.proof import proof_path

log = structlog.get_logger("cache")
MEGABYTE = 1 << 20
ASKED_AGAIN = 3
"""How often an answer must be wanted in its life to be computed anew before it ends."""
LAST_PART = 0.2
"""The part of its life in which that is done."""


class KeptAnswers:
    """One per process. `addresses` says what may be kept at all, `flights` what is being computed."""

    def __init__(self, door: Door) -> None:
        settings = door.settings
        self.figures = door.cached
        self.addresses = Addresses(door.specs.values())
        self.flights: Flights[tuple[Answered, Kept | None]] = Flights()
        self.hot = HotQuestions(settings.data_dir / NAME)
        self._spelling = Spelling(door.operations, settings.max_filter_values)
        self.shelf = Shelf(settings.cache_megabytes * MEGABYTE, self.figures, self._leaves)
        self.application: ASGIApp = _nobody
        self._engine = door.context.engine
        self._lives = Lives.of(settings)
        self._ground = ground_of(door)
        self._proof = proof_path(settings.data_dir)
        self._packing: set[asyncio.Task[None]] = set()

    async def key_of(self, asked: Asked, body: bytes, trace: Trace) -> Key | None:
        """The key as of now; None while answers may not be kept."""
        edition = await self.turn()
        if edition is None:
            return None
        who = trace.principal
        about = (edition, _stamp(self._proof), self._ground, who.policy.digest, int(who.role))
        spelled = self._spelling.of(body) if asked.path == GRAPHQL_PATH else body
        return Key(asked.method, asked.path, asked.query, spelled, *about)

    async def turn(self) -> str | None:
        """What is answered from now, None while nothing may be kept; all that was answered from others is dropped."""
        try:
            edition = await self._engine.edition()
        except SalesError:
            return None
        if edition is not None:
            self.shelf.turn_to(edition)
        return edition

    def key_now(self, hot: Hot, edition: str) -> Key:
        """The key of a listed question."""
        return Key(*hot[:4], edition, _stamp(self._proof), self._ground, EVERYTHING.digest, hot.role)

    async def compute(self, key: Key, scope: Scope, body: bytes) -> tuple[Answered, Kept | None]:
        """Have the application answer, and keep what may be kept."""
        answered = Answered()
        await self.application(scope, Replayed(body), answered.take)
        return answered, self.keep(key, answered, scope["state"]["trace"])

    async def ask(self, key: Key) -> bool:
        """Ask a question of somebody who sees every line; whether its answer is kept now. Nothing else is ever done."""
        if not self.addresses.are_asked(key.method, key.path):
            return False
        principal = Principal("warming", Role(key.role))
        scope = _scope(key, Trace(f"warm-{token_hex(8)}", principal=principal))
        await self.flights.join(key, partial(self.compute, key, scope, key.body), _never())
        self.figures.warmed += 1
        return self.shelf.peek(key) is not None

    def aging(self) -> list[Key]:
        """Answers that are asked for and have little left of their life; of askers who see every line."""
        now = self.figures.clock()
        return [
            key
            for key, kept in self.shelf
            if kept.asked >= ASKED_AGAIN and _is_open(key) and now > kept.dies - (kept.dies - kept.born) * LAST_PART
        ]

    def harvest(self) -> None:
        """Count what was asked since the last time."""
        for key, kept in self.shelf:
            self._leaves(key, kept)

    def _leaves(self, key: Key, kept: Kept) -> None:
        if _is_open(key):
            self.hot.note(Hot(*key[:4], key.role), kept.asked - kept.told)
        kept.told = kept.asked

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


def ground_of(door: Door, release: str = VERSION) -> str:
    """A digest of what the process was started with that shows in answers; callers keep tags longer than we run."""
    context, settings = door.context, door.settings
    limits = (settings.max_filter_values, settings.max_depth, settings.max_aliases, settings.max_complexity)
    told = (context.catalog.version, context.engine.name, context.conventions, limits, settings.is_introspectable)
    return sha256(repr((release, *told)).encode()).hexdigest()


def _is_open(key: Key) -> bool:
    """Whether it was asked by somebody who sees every line."""
    return key.digest == EVERYTHING.digest


def _scope(key: Key, trace: Trace) -> Scope:
    """The request that would ask this, behind all layers."""
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": key.method,
        "scheme": "http",
        "path": key.path,
        "raw_path": quote(key.path).encode(),
        "root_path": "",
        "query_string": key.query,
        "headers": [(b"content-type", JSON), (b"content-length", b"%d" % len(key.body))],
        "client": None,
        "server": None,
        "state": {"trace": trace},
    }


async def _nobody(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """Answers nothing: the application has not been put together yet."""


async def _never() -> None:
    await asyncio.get_running_loop().create_future()


def _stamp(path: Path) -> int:
    """Differs after the file was written again; 0 of none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
