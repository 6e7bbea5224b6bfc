"""Orders of groups of customers where some order names several of them: each is counted once in its group.

In: a session, arguments, the members of each group. Out: distinct orders by group, or None where a group has too many
members to be asked for by name.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from backend.question import Filter
from backend.reports.history import CUSTOMER
from backend.reports.session import Session, to_question
from backend.reports.spec import Arguments

MOST_MEMBERS = 5_000

Groups = Mapping[str, tuple[str | None, ...]]


async def orders_by_group(session: Session, arguments: Arguments, groups: Groups) -> dict[str, int] | None:
    """Distinct orders of the asked window among the lines of each group's customers."""
    if any(len(members) > MOST_MEMBERS for members in groups.values()):
        return None
    counted = await asyncio.gather(*(_orders(session, arguments, members) for members in groups.values()))
    return dict(zip(groups, counted, strict=True))


async def _orders(session: Session, arguments: Arguments, members: tuple[str | None, ...]) -> int:
    if not members:
        return 0
    question = to_question(arguments, session.conventions, ("orders",))
    only = replace(question, filters=(*question.filters, Filter(CUSTOMER, members)), compare=())
    return int((await session.ask(only)).current["orders"][0] or 0)
