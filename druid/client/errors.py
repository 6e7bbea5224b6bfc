"""Every way a question to Druid can fail, as one tree; callers turn these into the product's own coded errors.

    DruidError
    +-- Unreachable        no connection, or it ended before an answer began
    |   +-- BreakerOpen    not asked: too many failures just before; `retry_after` seconds
    +-- TimedOut           no whole answer within the deadline
    +-- Busy               429; `retry_after` seconds when known
    +-- Starved            not asked: every connection to Druid was in use
    +-- Truncated          an answer that began and did not end
    +-- Malformed          an answer that is not what was asked: header, width, type, coverage or address
    +-- TooLarge           an answer past the row or byte limit
    +-- Rejected           an error answer; `status`, Druid's `category` and `detail`
        +-- Refused        4xx: the statement is at fault
        |   +-- TableMissing   the broker knows no such table: never loaded, or restarted and not yet told
        +-- Failed         5xx: the cluster is

`category` and `detail` are for logs; nothing of them is shown to a user.
"""

from __future__ import annotations


class DruidError(Exception):
    """`message` is a plain sentence without SQL, addresses or values; `query_id` finds the query in Druid's logs."""

    def __init__(self, message: str, *, query_id: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.query_id = query_id


class Unreachable(DruidError):
    """No answer began: refused, reset, no such host, TLS."""


class BreakerOpen(Unreachable):
    """Not asked, because the breaker is open."""

    def __init__(self, message: str, *, retry_after: float, query_id: str | None = None) -> None:
        super().__init__(message, query_id=query_id)
        self.retry_after = retry_after


class TimedOut(DruidError):
    """The deadline came first, at Druid or here."""


class Busy(DruidError):
    """Druid has no capacity for one more query now."""

    def __init__(self, message: str, *, retry_after: float | None = None, query_id: str | None = None) -> None:
        super().__init__(message, query_id=query_id)
        self.retry_after = retry_after


class Starved(DruidError):
    """More questions at once than connections; the caller asked more than `slots.limit`."""


class Truncated(DruidError):
    """Part of an answer; `rows_seen` rows had come."""

    def __init__(self, message: str, *, rows_seen: int = 0, query_id: str | None = None) -> None:
        super().__init__(message, query_id=query_id)
        self.rows_seen = rows_seen


class Malformed(DruidError):
    """An answer that cannot be trusted."""


class TooLarge(DruidError):
    """More rows or bytes than the caller allows."""


class Rejected(DruidError):
    """An error answer; `category` and `detail` are empty when it had no words of Druid's."""

    def __init__(
        self, message: str, *, status: int, category: str = "", detail: str = "", query_id: str | None = None
    ) -> None:
        super().__init__(message, query_id=query_id)
        self.status = status
        self.category = category
        self.detail = detail


class Refused(Rejected):
    """Druid will not run this statement, now or later."""


class TableMissing(Refused):
    """The broker does not know the table (yet)."""


class Failed(Rejected):
    """Druid could not run it this time."""
