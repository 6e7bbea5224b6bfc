"""Notes that need the data: members that nobody ever sold under, with the nearest names."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import polars as pl

from backend.errors import DimensionNotLoaded, UnknownMember
from backend.planner.plan import Note
from backend.question import Filter
from backend.reports.session import Session

MOST_NOTES = 10
MOST_NEAREST = 3
MOST_LIKELY = 2_000
"""Members that are compared letter by letter; of longer lists only the `MOST_ALIKE` nearest by pairs of letters."""
MOST_ALIKE = 200
MOST_LETTERS = 40


async def member_notes(session: Session, filters: tuple[Filter, ...]) -> tuple[Note, ...]:
    """UNKNOWN_MEMBER for each filtered member, or part of one, that no completed line carries; many together."""
    notes: list[Note] = []
    for one in filters:
        named = dict.fromkeys(m for m in (*(one.members or ()), *one.excluded) if m is not None)
        if (not named and one.contains is None) or one.dimension == session.catalog.completed[0]:
            continue
        column = (await session.members_of(one.dimension))[one.dimension]
        members = frozenset(column.to_list())
        unknown = [name for name in named if name not in members]
        if not unknown and one.contains is None:
            continue
        known, said = column.drop_nulls(), session.catalog.dimension[one.dimension].label.lower()
        notes.extend(Note("UNKNOWN_MEMBER", told, one.dimension) for told in _told(said, unknown, known))
        if one.contains is not None and not _is_part(one.contains, known):
            told = f"No completed line has '{one.contains}' in the name of its {said}."
            notes.append(Note("UNKNOWN_MEMBER", told, one.dimension))
    return tuple(notes)


def _is_part(text: str, known: pl.Series) -> bool:
    """Whether some member holds the text, by small or by capital letters, as few letters differ in only one."""
    small = known.str.to_lowercase().str.contains(text.lower(), literal=True)
    return bool((small | known.str.to_uppercase().str.contains(text.upper(), literal=True)).any())


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
    said = session.catalog.dimension[dimension].label.lower()
    raise UnknownMember(f"No completed line has {said} '{name}'.", hint, field=field)


def _told(said: str, unknown: list[str], known: pl.Series) -> Iterable[str]:
    for name in unknown[:MOST_NOTES]:
        nearest = _nearest(name, known)
        tail = f" Nearest: {nearest}." if nearest else ""
        yield f"No completed line has {said} '{name}'.{tail}"
    more = len(unknown) - MOST_NOTES
    if more > 0:
        yield f"No completed line has {more} more of the asked {said} names."


def _nearest(name: str, known: pl.Series) -> str:
    folded: dict[str, list[str]] = {}
    for member in likely_members(name, known):
        folded.setdefault(member.casefold(), []).append(member)
    near = get_close_matches(name.casefold(), folded, n=MOST_NEAREST, cutoff=0.6)
    return ", ".join([f"'{member}'" for match in near for member in folded[match]][:MOST_NEAREST])


def likely_members(name: str, known: pl.Series) -> list[str]:
    """The members worth comparing: of a long list those that share most pairs of letters with the name."""
    if len(known) <= MOST_LIKELY:
        return known.to_list()
    text, folded = name[:MOST_LETTERS].lower(), known.str.to_lowercase()
    pairs = dict.fromkeys(text[at : at + 2] for at in range(max(len(text) - 1, 1)))
    shared = [folded.str.contains(pair, literal=True).cast(pl.Int64) for pair in pairs]
    scored = pl.DataFrame({"member": known, "shared": sum(shared[1:], shared[0])})
    return scored.filter(pl.col("shared") > 0).top_k(MOST_ALIKE, by="shared")["member"].to_list()
