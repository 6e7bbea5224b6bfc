"""One HTTP exchange with Druid's SQL API, inside its deadline, and the DELETE that ends a query nobody waits for.

In: a request body and a query id. Out: a `WireResult` or a DruidError; nothing is asked twice here. Redirects are not
followed and proxies of the environment are not used: the settings alone say where questions go.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field, replace

import httpx

from druid.client.errors import DruidError, Malformed, Starved, TimedOut, TooLarge, Truncated, Unreachable
from druid.client.rejection import rejection
from druid.client.wire import AnswerDecoder, AnswerLimits, WireResult

SQL_PATH = "/druid/v2/sql"
ERROR_BYTES = 65_536
MOST_CANCELS, CANCEL_CONNECTIONS, MOST_ABANDONED = 64, 4, 256
_is_query_id = re.compile(r"[A-Za-z0-9_.-]{1,64}").fullmatch


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for each step. `reserve` is kept of the deadline to read the body in."""

    connect: float = 1.0
    pool: float = 0.5
    idle: float = 5.0
    reserve: float = 0.5
    cancel: float = 2.0


@dataclass(frozen=True, slots=True)
class TransportLimits:
    patience: Patience = field(default_factory=Patience)
    answer: AnswerLimits = field(default_factory=AnswerLimits)


class SqlTransport:
    """A pool of connections to one router or broker. `connections` is how many questions may be out at once.

    An exchange runs as a task of its own that nobody interrupts: a cancelled httpcore request can keep its place in the
    pool for ever. Who leaves abandons it; it ends by its own timeouts, or because Druid was told to end the query.
    """

    def __init__(self, url: str, *, connections: int, limits: TransportLimits) -> None:
        self._limits = limits
        self._turns = asyncio.Semaphore(connections)
        self._abandoned: dict[asyncio.Task[WireResult], None] = {}
        self._cancels: set[asyncio.Task[None]] = set()
        patience = limits.patience
        self._http = _pool(url, connections + MOST_ABANDONED, patience)
        # of their own, so that a crowd that leaves does not keep those who stay from asking
        self._cancel_http = _pool(url, CANCEL_CONNECTIONS, replace(patience, pool=patience.cancel))

    async def ask(self, body: bytes, query_id: str, deadline: float) -> WireResult:
        """The whole answer; a query left behind by a failure or by cancellation is ended in the background."""
        if not _is_query_id(query_id):
            raise ValueError("a query id is up to 64 letters, digits, dots, dashes and underscores")
        try:
            async with asyncio.timeout(self._limits.patience.pool):
                await self._turns.acquire()
        except TimeoutError as error:
            raise Starved("Every connection to Druid is in use.", query_id=query_id) from error
        try:
            return await self._attended(body, query_id, deadline)
        finally:
            self._turns.release()

    async def _attended(self, body: bytes, query_id: str, deadline: float) -> WireResult:
        work = asyncio.create_task(self._exchange(body, query_id, deadline))
        work.add_done_callback(self._forget)
        try:
            await asyncio.wait({work}, timeout=max(deadline - time.monotonic(), 0))
            if not work.done():
                raise TimedOut("Druid did not answer in time.", query_id=query_id)
            return work.result()
        except (asyncio.CancelledError, TimedOut, Truncated, Malformed, TooLarge):
            self.cancel(query_id)
            raise
        finally:
            if not work.done():
                self._abandon(work)

    def cancel(self, query_id: str) -> None:
        """Asks Druid, in the background, to end a query. Best effort: the query's own `timeout` ends it too."""
        if len(self._cancels) < MOST_CANCELS:
            task = asyncio.create_task(self._delete(query_id))
            self._cancels.add(task)
            task.add_done_callback(self._cancels.discard)

    async def close(self) -> None:
        """Gives running DELETEs their time, then ends what was abandoned and closes every connection."""
        if self._cancels:
            await asyncio.wait(self._cancels)
        abandoned = tuple(self._abandoned)
        for work in abandoned:
            work.cancel()
        await asyncio.gather(*abandoned, return_exceptions=True)
        await self._http.aclose()
        await self._cancel_http.aclose()

    def _abandon(self, work: asyncio.Task[WireResult]) -> None:
        self._abandoned[work] = None
        if len(self._abandoned) > MOST_ABANDONED:
            next(iter(self._abandoned)).cancel()

    def _forget(self, work: asyncio.Task[WireResult]) -> None:
        self._abandoned.pop(work, None)
        if not work.cancelled():
            work.exception()  # who left does not look at it, and asyncio would complain

    async def _delete(self, query_id: str) -> None:
        try:
            await self._cancel_http.delete(f"{SQL_PATH}/{query_id}", timeout=self._limits.patience.cancel)
        except httpx.HTTPError:
            return  # nothing to tell: the query's own timeout remains

    async def _exchange(self, body: bytes, query_id: str, deadline: float) -> WireResult:
        remaining = deadline - time.monotonic()
        patience = self._limits.patience
        first_byte = max(remaining - patience.reserve, remaining / 2, 0)
        request = self._http.build_request("POST", SQL_PATH, content=body)
        request.extensions["timeout"]["read"] = first_byte
        try:
            response = await self._http.send(request, stream=True)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _before_answer(error, query_id) from error
        request.extensions["timeout"]["read"] = patience.idle
        try:
            if response.status_code != 200:
                start = await self._start_of(response, deadline)
                raise rejection(response.status_code, response.headers, start, query_id)
            return await self._read(response, query_id, deadline)
        finally:
            await response.aclose()

    async def _read(self, response: httpx.Response, query_id: str, deadline: float) -> WireResult:
        decoder = AnswerDecoder(response.headers, query_id, self._limits.answer)
        try:
            async for piece in response.aiter_bytes():
                decoder.feed(piece)
                if time.monotonic() > deadline or asyncio.current_task() in self._abandoned:
                    raise TimedOut("Druid's answer did not come whole in time.", query_id=query_id)
        except httpx.TimeoutException as error:
            raise TimedOut("Druid's answer did not come whole in time.", query_id=query_id) from error
        except httpx.DecodingError as error:
            raise Malformed("Druid's answer cannot be unpacked.", query_id=query_id) from error
        except httpx.HTTPError as error:
            raise Truncated(
                "Druid's answer broke off before its end.", rows_seen=decoder.rows_seen, query_id=query_id
            ) from error
        return decoder.finish()

    async def _start_of(self, response: httpx.Response, deadline: float) -> bytes:
        """The first bytes of an error's body; the status counts even when the body does not come whole."""
        start = b""
        try:
            async for piece in response.aiter_bytes():
                start += piece
                if len(start) >= ERROR_BYTES or time.monotonic() > deadline:
                    break
        except httpx.HTTPError:
            pass
        return start[:ERROR_BYTES]


def _pool(url: str, connections: int, patience: Patience) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        base_url=url.rstrip("/"),
        timeout=httpx.Timeout(connect=patience.connect, pool=patience.pool, write=patience.idle, read=patience.idle),
        limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
        headers={"content-type": "application/json", "accept-encoding": "identity"},
        follow_redirects=False,
        trust_env=False,
    )


def _before_answer(error: Exception, query_id: str) -> DruidError:
    if isinstance(error, httpx.PoolTimeout):
        return Starved("Every connection to Druid is in use.", query_id=query_id)
    if isinstance(error, httpx.ReadTimeout):
        return TimedOut("Druid did not begin to answer in time.", query_id=query_id)
    return Unreachable("Druid cannot be reached.", query_id=query_id)
