"""The one key: everything that an answer depends on, so that equal keys have equal answers.

Comes in: a question byte for byte, one of the dashboard's in its one spelling, the state of the store as an engine
would answer now, who asks. Goes out: `Key`, and the tag that a caller may show to learn whether it has the answer.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple


class Key(NamedTuple):
    """`edition` is the engine's name for what it would answer from; `proof` the stamp of the store's verification.

    `ground` is a digest of what the process was started with: release, catalog, business conventions, limits, engine.
    `digest` and `role` say what the principal may see and ask; never who it is. Every kept answer is JSON.
    """

    method: str
    path: str
    query: bytes
    body: bytes
    edition: str
    proof: int
    ground: str
    digest: str
    role: int


def tag_of(key: Key) -> bytes:
    """A weak entity tag, equal for equal keys: over scope, version and question, and never over who asks."""
    digest = blake2b(digest_size=15)
    for part in key:
        raw = part if isinstance(part, bytes) else str(part).encode()
        digest.update(b"%d:" % len(raw))
        digest.update(raw)
    return b'W/"%s"' % digest.hexdigest().encode()


def is_known(tag: bytes | None, given: bytes) -> bool:
    """Whether the caller names the tag among those that it has."""
    if tag is None or not given:
        return False
    bare = tag.removeprefix(b"W/")
    return any(one.strip().removeprefix(b"W/") == bare for one in given.split(b","))
