"""Files as responses: written in threads, piece by piece, as fast as the caller takes them.

The first piece is made before the response begins, so whatever cannot be written at all is still a coded refusal.
A failure after that ends the connection without an end of the body: half a file never looks whole.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Generator, Iterator, Mapping
from typing import Any

from backend.api.negotiation import Chosen
from backend.api.replies import FRESH
from backend.api.streamed import Streamed
from backend.exports.facts import facts_of, file_name
from backend.exports.forms import CSV
from backend.exports.table import table_of
from backend.reports.spec import Outcome, ReportSpec

FILE_HEADERS = ("Content-Disposition", "X-Complete", "X-Row-Count", "X-Data-Version")
Asked = tuple[ReportSpec, Mapping[str, object], str]
"""A report, its raw arguments, and what a file of it is called."""


async def download(chosen: Chosen, asked: Asked, metadata: Mapping[str, Any], outcome: Outcome, zone: str) -> Streamed:
    """The response of a file. Its headers say whether it is complete, and what of which data it holds."""
    spec, raw, stem = asked
    form = chosen.form or CSV
    table = await asyncio.to_thread(table_of, spec.data, outcome, outcome.timezone or zone)
    facts = facts_of(spec, raw, metadata, table.height)
    pieces = form.write(table, facts, chosen.wish)
    first = await _next_piece(pieces)
    headers = {
        **FRESH,
        "Vary": "Accept",
        "Content-Type": form.content_type,
        "Content-Disposition": f'attachment; filename="{file_name(stem, metadata, form.name)}"',
        "X-Complete": "true" if facts.is_complete else "false",
        "X-Row-Count": str(facts.row_count),
        "X-Data-Version": facts.data_version,
    }
    return Streamed(_pieces(first, pieces), headers=headers)


async def _next_piece(pieces: Iterator[bytes]) -> bytes | None:
    """The next bytes there are, None at the end. Empty pieces are where a cancelled request may stop."""
    while (piece := await _in_thread(pieces)) == b"":
        continue
    return piece


async def _in_thread(pieces: Iterator[bytes]) -> bytes | None:
    """One piece. A thread cannot be interrupted: whoever leaves has the writing ended when its piece is done."""
    working = asyncio.ensure_future(asyncio.to_thread(next, pieces, None))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        working.add_done_callback(lambda _: _end(pieces))
        raise


def _end(pieces: Iterator[bytes]) -> None:
    if isinstance(pieces, Generator):
        pieces.close()


async def _pieces(first: bytes | None, rest: Iterator[bytes]) -> AsyncIterator[bytes]:
    piece = first
    while piece is not None:
        yield piece
        piece = await _next_piece(rest)
