"""Keys and tokens that opened nothing, by reason."""

from __future__ import annotations

from backend.metrics.counting import Counted

_failures = Counted("auth_failures_total")


def refused(reason: str) -> None:
    """`reason` is a word of our own, never of the credential's."""
    _failures.add(reason)
