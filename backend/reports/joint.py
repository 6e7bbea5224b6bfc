"""Several ranked lists of the same lines from one question: the lines are read once, not once a list.

In: a session, arguments, rankings of the same measures. Out: what `ranked` makes a list of, in the rankings' order.
The one question is by all their members together; its groups are added up by list. Where an order lies in two of these
groups, or they are too many for one answer, each list is asked by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from backend.errors import TooManyGroups
from backend.reports.levels import folded, is_apart
from backend.reports.ranked import Asked, Ranking, ask_rows, unfit_members
from backend.reports.session import Answered, Session, to_question
from backend.reports.spec import Arguments


async def ask_jointly(session: Session, arguments: Arguments, rankings: Sequence[Ranking]) -> list[Asked]:
    """The rows of every list and their total."""
    catalog = session.catalog
    if len(rankings) > 1:
        joint, whole = await asyncio.gather(
            _ask_joint(session, arguments, rankings), _ask_whole(session, arguments, rankings)
        )
        if joint is not None and is_apart(joint, whole, catalog):
            lists = [folded(joint, ranking.keys, catalog) for ranking in rankings]
            return [
                Asked(rows, whole, ranking, catalog, unfit_members(session, rows, ranking.dimension))
                for rows, ranking in zip(lists, rankings, strict=True)
            ]
    return list(await asyncio.gather(*(ask_rows(session, arguments, ranking) for ranking in rankings)))


async def _ask_joint(session: Session, arguments: Arguments, rankings: Sequence[Ranking]) -> Answered | None:
    """The lines by all members together; None where these are too many."""
    keys = tuple(dict.fromkeys(key for ranking in rankings for key in ranking.keys))
    measures = tuple(rankings[0].fields(session.catalog))
    try:
        return await session.ask(to_question(arguments, session.conventions, measures, keys))
    except TooManyGroups:
        return None


async def _ask_whole(session: Session, arguments: Arguments, rankings: Sequence[Ranking]) -> Answered:
    measures = tuple(rankings[0].fields(session.catalog))
    return await session.ask(to_question(arguments, session.conventions, measures))
