"""The view that a session's policy allows of its snapshot, found once for each data version and policy.

In: a session over the whole manifest. Out: its `View`. Without a limit nothing is asked; with one, a single statement
over the base. Raises NothingPermitted where no line may be seen.
"""

from __future__ import annotations

from backend.planner.presence import permitted_view, plan_presence
from backend.planner.view import View
from backend.reports.remembered import Work
from backend.reports.session import Session


async def seen_by(session: Session) -> View:
    """What may be seen of the session's snapshot."""
    if not session.policy.is_limited:
        return session.view
    return await session.recall(Work("what a policy lets be seen", _looked))


async def _looked(session: Session) -> View:
    statement = plan_presence(session.catalog, session.view)
    found = await session.lease.run(statement, session.deadline)
    return permitted_view(found.rows(named=True), session.catalog, session.view)
