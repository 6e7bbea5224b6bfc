"""A question both a real Druid and its stand-in answer alike, and a client with little patience to ask it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from druid.client.breaker import BreakerLimits
from druid.client.sql import ClientLimits, SqlClient
from druid.client.transport import Patience, TransportLimits
from druid.client.wire import WireResult

QUESTION = (
    "SELECT CAST(n AS BIGINT) AS n, name, CAST(moment AS TIMESTAMP) AS moment FROM (VALUES "
    "(1, 'Nairobi', '2024-01-31 21:00:00'), (2, '', '2024-02-29 21:00:00'), (3, 'Thika', NULL)) AS t(n, name, moment)"
)
ROWS = [[1, "Nairobi", "2024-01-31T21:00:00.000Z"], [2, "", "2024-02-29T21:00:00.000Z"], [3, "Thika", None]]
BODY = (
    b'["n","name","moment"]\n["LONG","STRING","LONG"]\n["BIGINT","VARCHAR","TIMESTAMP"]\n'
    b'[1,"Nairobi","2024-01-31T21:00:00.000Z"]\n[2,"","2024-02-29T21:00:00.000Z"]\n[3,"Thika",null]\n\n'
)
HASTY = TransportLimits(Patience(connect=1.0, pool=2.0, idle=0.6, reserve=0.05, cancel=1.0))
NEVER_OPENS = ClientLimits(HASTY, BreakerLimits(in_a_row=1_000_000, least=1_000_000))
OPENS = ClientLimits(HASTY, BreakerLimits(first_probe=0.05, last_probe=0.1))
SPARES = ClientLimits(HASTY, BreakerLimits(first_probe=1.0, last_probe=1.0))
"""Long enough before the first probe to see that nothing is asked meanwhile."""


@asynccontextmanager
async def client_of(url: str, limits: ClientLimits = NEVER_OPENS, slots: int = 4) -> AsyncIterator[SqlClient]:
    client = SqlClient(url, slots=slots, limits=limits)
    try:
        yield client
    finally:
        await client.close()


async def ask(client: SqlClient, seconds: float = 10.0, sql: str = QUESTION) -> WireResult:
    return await client.query(sql, deadline=time.monotonic() + seconds)


async def until(holds: Callable[[], bool], tries: int = 6000) -> None:
    """Returns when `holds`, looking each 10 ms; fails after `tries` looks."""
    for _ in range(tries):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("what was waited for did not come")
