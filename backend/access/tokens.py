"""JSON Web Tokens of the business's own identity provider: one algorithm, one key, nothing taken from the token.

Comes in: how tokens are signed, a token. Goes out: a `Principal` from its claims `sub`, `role` and `rows`; raises
TokenRefused. PyJWT verifies; what is verified is remembered until it expires, so that a page of tiles costs it once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import jwt
from cachetools import LRUCache

from backend.access.principal import GIVEN, Principal, Role
from backend.access.rules import RulesInvalid, policy_of
from druid.catalog.model import Catalog

HEADER = frozenset(("alg", "typ", "kid"))
"""All that the head of a token may say: no address of a key, no key, no extension that must be understood."""
TYPES = ("JWT", "at+jwt")
REQUIRED = ("exp", "nbf", "iss", "aud", "sub", "role", "rows")
LONGEST_SUBJECT = 200
MOST_REMEMBERED = 1024


class TokenRefused(Exception):
    """The token opens nothing; `reason` is a word for the log, never for the caller."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Signing:
    """How tokens are signed. `key` is a public key in PEM, or the shared secret of HS256; `leeway` is in seconds."""

    algorithm: str
    key: bytes
    key_id: str
    issuer: str
    audience: str
    leeway: int

    def __repr__(self) -> str:
        return f"Signing({self.algorithm}, {self.key_id})"


class Tokens:
    """Verifies tokens of one issuer."""

    def __init__(self, signing: Signing, catalog: Catalog) -> None:
        self._signing = signing
        self._catalog = catalog
        self._known: LRUCache[bytes, tuple[Principal, float]] = LRUCache(MOST_REMEMBERED)

    def find(self, token: str, now: float) -> Principal:
        """Whom a token speaks for; `now` is epoch seconds."""
        place = sha256(token.encode("utf-8", "surrogateescape")).digest()
        known = self._known.get(place)
        if known is None:
            claims = self._claims(token)
            known = (self._principal(claims), float(claims["exp"]))
            self._known[place] = known
        principal, expires = known
        if now >= expires + self._signing.leeway:
            raise TokenRefused("expired")
        return principal

    def _claims(self, token: str) -> Mapping[str, Any]:
        signing = self._signing
        try:
            head = jwt.get_unverified_header(token)
            _check_head(head, signing)
            claims: dict[str, Any] = jwt.decode(
                token,
                signing.key,
                algorithms=[signing.algorithm],
                audience=signing.audience,
                issuer=signing.issuer,
                leeway=signing.leeway,
                options={"require": list(REQUIRED), "strict_aud": True},
            )
        except jwt.PyJWTError as error:
            raise TokenRefused(type(error).__name__) from error
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise TokenRefused("unreadable") from error
        return claims

    def _principal(self, claims: Mapping[str, Any]) -> Principal:
        subject, word = claims["sub"], claims["role"]
        roles = {role.word: role for role in GIVEN}
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
            raise TokenRefused("subject")
        if not isinstance(word, str) or word not in roles:
            raise TokenRefused("role")
        role: Role = roles[word]
        try:
            return Principal(subject, role, policy_of(claims["rows"], self._catalog))
        except RulesInvalid as error:
            raise TokenRefused("rows") from error


def _check_head(head: Mapping[str, Any], signing: Signing) -> None:
    if not head.keys() <= HEADER:
        raise TokenRefused("header")
    if head.get("alg") != signing.algorithm or head.get("kid") != signing.key_id:
        raise TokenRefused("key")
    if head.get("typ", TYPES[0]) not in TYPES:
        raise TokenRefused("type")
