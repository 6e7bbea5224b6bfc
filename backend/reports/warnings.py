"""Notes that need the data: members that nobody ever sold under, with the nearest names."""

from __future__ import annotations

from difflib import get_close_matches

from backend.planner.plan import Note
from backend.question import Filter
from backend.reports.session import Session
from druid.catalog.model import camel


async def member_notes(session: Session, filters: tuple[Filter, ...]) -> tuple[Note, ...]:
    """UNKNOWN_MEMBER for each filtered member that no loaded line carries."""
    notes: list[Note] = []
    for one in filters:
        named = [m for m in (*(one.members or ()), *one.excluded) if m is not None]
        if not named or one.dimension == session.catalog.completed[0]:
            continue
        known = (await session.members_of(one.dimension))[one.dimension].drop_nulls().to_list()
        notes.extend(_note(one.dimension, name, known) for name in dict.fromkeys(named) if name not in set(known))
    return tuple(notes)


def _note(dimension: str, name: str, known: list[str]) -> Note:
    folded = {member.casefold(): member for member in known}
    near = get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    nearest = ", ".join(f"'{folded[match]}'" for match in near)
    tail = f" Nearest: {nearest}." if near else ""
    return Note("UNKNOWN_MEMBER", f"No loaded line has {camel(dimension)} '{name}'.{tail}", dimension)
