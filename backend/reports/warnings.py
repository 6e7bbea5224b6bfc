"""Notes that need the data: members that nobody ever sold under, with the nearest names."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import polars as pl

from backend.errors import DimensionNotLoaded, UnknownMember
from backend.planner.plan import Note
from backend.question import Filter
from backend.reports.session import Session
from druid.catalog.model import camel

MOST_NOTES = 10
MOST_LIKELY = 2_000
"""Members that are compared letter by letter; of longer lists only those that begin alike."""


async def member_notes(session: Session, filters: tuple[Filter, ...]) -> tuple[Note, ...]:
    """UNKNOWN_MEMBER for each filtered member that no completed line carries; many of them together."""
    notes: list[Note] = []
    for one in filters:
        named = dict.fromkeys(m for m in (*(one.members or ()), *one.excluded) if m is not None)
        if not named or one.dimension == session.catalog.completed[0]:
            continue
        known = (await session.members_of(one.dimension))[one.dimension].drop_nulls()
        notes.extend(_notes(one.dimension, [name for name in named if name not in set(known)], known))
    return tuple(notes)


async def refuse_unknown(session: Session, dimension: str, name: str, field: str) -> None:
    """Fail for a member that no completed line carries; the hint names the nearest. `field` is the argument."""
    if dimension not in session.loaded:
        plural = session.catalog.dimension[dimension].plural.lower()
        raise DimensionNotLoaded(f"No loaded file names {plural}.", field=field)
    known = (await session.members_of(dimension))[dimension].drop_nulls()
    if name in set(known):
        return
    nearest = _nearest(name, known)
    hint = f"Nearest: {nearest}." if nearest else None
    raise UnknownMember(f"No completed line has {camel(dimension)} '{name}'.", hint, field=field)


def _notes(dimension: str, unknown: list[str], known: pl.Series) -> Iterable[Note]:
    yield from (_note(dimension, name, known) for name in unknown[:MOST_NOTES])
    more = len(unknown) - MOST_NOTES
    if more > 0:
        yield Note(
            "UNKNOWN_MEMBER", f"No completed line has {more} more of the asked {camel(dimension)} names.", dimension
        )


def _note(dimension: str, name: str, known: pl.Series) -> Note:
    nearest = _nearest(name, known)
    tail = f" Nearest: {nearest}." if nearest else ""
    return Note("UNKNOWN_MEMBER", f"No completed line has {camel(dimension)} '{name}'.{tail}", dimension)


def _nearest(name: str, known: pl.Series) -> str:
    folded = {member.casefold(): member for member in _likely(name, known)}
    near = get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    return ", ".join(f"'{folded[match]}'" for match in near)


def _likely(name: str, known: pl.Series) -> list[str]:
    if len(known) <= MOST_LIKELY:
        return known.to_list()
    folded = known.str.to_lowercase()
    alike = known.filter(folded.str.starts_with(name[:2].lower()) | folded.str.starts_with(name[:1].lower()))
    return alike.head(MOST_LIKELY).to_list()
