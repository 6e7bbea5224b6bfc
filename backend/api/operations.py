"""The operations that the dashboard asks, by the SHA-256 of their text: a body may name one instead of writing it.

Comes in: `operations.json`, which the dashboard's codegen writes from its own documents, and what a body states of its
document. Goes out: the `Document` that is meant, or a coded refusal. Nothing is added while a server runs: a text that
is sent with its hash is answered, and not kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import orjson

from backend.access.principal import Principal, Role
from backend.errors import (
    InvalidDocument,
    PersistedQueryMismatch,
    PersistedQueryNotFound,
    PersistedQueryNotSupported,
    PersistedQueryOnly,
)

FILE = Path(__file__).with_name("operations.json")
VERSION = 1
_HASH = re.compile(r"[0-9a-f]{64}")
_HOW = 'Write {"persistedQuery": {"version": 1, "sha256Hash": "64 lower-case hexadecimal digits"}}.'


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its hash in lower-case hexadecimal; `name` of one of the dashboard's own, None of any other."""

    text: str
    digest: str
    name: str | None = None


class Operations:
    """Texts by the name of their one operation, found by hash."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        own = (Document(text, digest_of(text), name) for name, text in texts.items())
        self._own = {document.digest: document for document in own}

    def meant(self, query: object, extensions: object) -> Document:
        """What a body asks with: the text, the hash of one of these, or both when they agree.

        Raises InvalidDocument, PersistedQueryNotSupported, PersistedQueryNotFound, PersistedQueryMismatch.
        """
        stated = _stated(extensions)
        if query is None and stated is not None:
            return self._found(stated)
        if not isinstance(query, str) or not query.strip():
            raise InvalidDocument("The body holds no query.", 'Write {"query": "{ ... }"}.')
        digest = digest_of(query)
        if stated not in {None, digest}:
            raise PersistedQueryMismatch("The hash is not that of the query beside it.")
        return self._own.get(digest) or Document(query, digest)

    def _found(self, digest: str) -> Document:
        try:
            return self._own[digest]
        except KeyError:
            raise PersistedQueryNotFound("No operation has this hash here.") from None


@cache
def texts() -> Mapping[str, str]:
    """The dashboard's operations by name, such as `OverviewPage`."""
    found: dict[str, str] = orjson.loads(FILE.read_bytes())
    return found


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def by_hash(digest: str) -> Mapping[str, object]:
    """The `extensions` of a body that names its document by hash."""
    return {"persistedQuery": {"version": VERSION, "sha256Hash": digest}}


def refuse_foreign(document: Document, principal: Principal) -> None:
    """Viewers ask what the dashboard asks; raises PersistedQueryOnly for anything else of theirs."""
    if document.name is None and principal.role <= Role.VIEWER:
        raise PersistedQueryOnly("Here your key may ask what the dashboard asks, and nothing else over GraphQL.")


def _stated(extensions: object) -> str | None:
    """The hash that a body states, checked in form alone."""
    if extensions is None:
        return None
    if not isinstance(extensions, dict):
        raise InvalidDocument("The extensions are not a JSON object.", _HOW)
    stated = extensions.get("persistedQuery")
    if stated is None:
        return None
    if not isinstance(stated, dict):
        raise InvalidDocument("persistedQuery is not a JSON object.", _HOW)
    version, digest = stated.get("version"), stated.get("sha256Hash")
    # a true or 1.0 equals 1
    if type(version) is not int or version != VERSION:
        raise PersistedQueryNotSupported(f"Persisted queries are read in version {VERSION} alone.")
    if not isinstance(digest, str) or not _HASH.fullmatch(digest):
        raise InvalidDocument("sha256Hash is not a SHA-256 in lower-case hexadecimal digits.", _HOW)
    return digest
