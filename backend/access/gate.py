"""Who a request speaks for, by the header that it brings: a key of the file, or a token of the issuer.

Comes in: the value of Authorization. Goes out: a `Principal`, `STRANGER` for whatever opens nothing. The first use of
each key in an hour, and everything refused, is a line of the audit log; secrets never are.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from cachetools import TTLCache

from backend.access.keys import PREFIX, KeyFile
from backend.access.principal import STRANGER, Principal
from backend.access.tokens import TokenRefused, Tokens
from backend.metrics.refusals import refused

audit = structlog.get_logger("audit")
SIGN_IN_SECONDS = 3600
MOST_SIGNED_IN = 10_000
_SCHEME = "bearer "


class Gate:
    """`keys` or `tokens` may be missing; `clock` stands for the wall clock."""

    def __init__(self, keys: KeyFile | None, tokens: Tokens | None, clock: Callable[[], datetime]) -> None:
        self._keys = keys
        self._tokens = tokens
        self._clock = clock
        self._noted: TTLCache[tuple[str, str], bool] = TTLCache(MOST_SIGNED_IN, SIGN_IN_SECONDS)

    def admit(self, header: str | None) -> Principal:
        """Whom the header speaks for."""
        if header is None:
            return STRANGER
        if header[: len(_SCHEME)].lower() != _SCHEME:
            return _refused("scheme")
        return self._opened(header[len(_SCHEME) :].strip())

    def _opened(self, credential: str) -> Principal:
        now = self._clock()
        if credential.startswith(PREFIX):
            key = None if self._keys is None else self._keys.find(credential, now)
            return _refused("key") if key is None else self._note(key.principal, key.id)
        if self._tokens is None:
            return _refused("token")
        try:
            return self._note(self._tokens.find(credential, now.timestamp()), "token")
        except TokenRefused as error:
            return _refused(error.reason)

    def _note(self, principal: Principal, by: str) -> Principal:
        place = (principal.subject, by)
        if place not in self._noted:
            self._noted[place] = True
            audit.info(
                "audit",
                action="sign_in",
                outcome="accepted",
                subject=principal.subject,
                by=by,
                role=principal.role.word,
                scope_digest=principal.policy.digest[:12],
            )
        return principal


def _refused(reason: str) -> Principal:
    refused(reason)
    audit.warning("audit", action="sign_in", outcome="refused", reason=reason)
    return STRANGER
