"""Who a request is answered for: a name for the log, a role, and the lines that may be seen.

`ANYONE` asks where access control is off; `STRANGER` where it is on and the caller has not said who they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from backend.access.policy import EVERYTHING, NOTHING, RowPolicy


class Role(IntEnum):
    """What a principal may do; each role may do what those before it may.

    But for METRICS: it may scrape and nothing else, so that who watches the server needs no key to its figures.
    """

    STRANGER = 0
    METRICS = 1
    VIEWER = 2
    ANALYST = 3
    LOADER = 4
    ADMIN = 5

    @property
    def word(self) -> str:
        """The role as people write it."""
        return self.name.lower()


GIVEN = tuple(role for role in Role if role is not Role.STRANGER)
"""Roles that a key or a token may carry."""


@dataclass(frozen=True, slots=True)
class Principal:
    """`subject` is written to the log, so it never holds a secret."""

    subject: str
    role: Role
    policy: RowPolicy = EVERYTHING


ANYONE = Principal("anyone", Role.ADMIN)
STRANGER = Principal("stranger", Role.STRANGER, NOTHING)
