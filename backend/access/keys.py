"""API keys: made once, shown once, kept as digests in a file that is read again whenever it changes.

Comes in: a file of keys, a token. Goes out: the `Key` that the token opens, or none. A token is `sk_<id>_<secret>`: the
id is public and finds the key, the secret has 256 random bits. A file that cannot be read opens nothing.
"""

from __future__ import annotations

import hmac
import os
import secrets
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import structlog
import yaml

from backend.access.principal import GIVEN, Principal, Role
from backend.access.rules import RulesInvalid, policy_of, written
from druid.catalog.model import Catalog

log = structlog.get_logger("access")
PREFIX = "sk_"
ID_BYTES, SECRET_BYTES = 6, 32
LONGEST_NAME = 80
_NOBODY = sha256(b"").hexdigest()
_OTHERS = 0o077


class KeysInvalid(ValueError):
    """The file of keys cannot be used; the message is a plain sentence without secrets."""


@dataclass(frozen=True, slots=True)
class Key:
    """`digest` is the sha256 of the whole token, in hex; `expires` the last day, in UTC, on which it opens anything."""

    id: str
    principal: Principal
    digest: str
    expires: date | None = None

    def is_open(self, now: datetime) -> bool:
        return self.expires is None or now.date() <= self.expires


def new_key(principal: Principal, expires: date | None = None) -> tuple[str, Key]:
    """A token, which nobody can tell again, and the key to keep."""
    key_id = secrets.token_hex(ID_BYTES)
    token = f"{PREFIX}{key_id}_{secrets.token_urlsafe(SECRET_BYTES)}"
    return token, Key(key_id, principal, _digest(token), expires)


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def read_keys(path: Path, catalog: Catalog) -> dict[str, Key]:
    """The keys of a file by id, none where there is no file; raises KeysInvalid."""
    try:
        text, mode = path.read_text("utf-8"), path.stat().st_mode
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise KeysInvalid("The file of keys cannot be read.") from error
    if os.name == "posix" and mode & _OTHERS:
        raise KeysInvalid(f"The file of keys may be read by others of this machine: chmod 600 {path}.")
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise KeysInvalid("The file of keys is not YAML.") from error
    entries = document.get("keys") if isinstance(document, Mapping) else None
    if not isinstance(entries, list):
        raise KeysInvalid("The file of keys has no list `keys`.")
    found = [_key(entry, place, catalog) for place, entry in enumerate(entries, 1)]
    by_id = {key.id: key for key in found}
    if len(by_id) < len(found):
        raise KeysInvalid("Two keys of the file have one id.")
    return by_id


def _key(entry: Mapping[str, object], place: int, catalog: Catalog) -> Key:
    try:
        role = Role[str(entry["role"]).upper()]
        expires = entry.get("expires")
        key = Key(
            str(entry["id"]),
            Principal(str(entry["name"]), role, policy_of(entry["rows"], catalog)),
            str(entry["sha256"]),
            None if expires is None else date.fromisoformat(str(expires)),
        )
    except RulesInvalid as error:
        raise KeysInvalid(f"Key {place} of the file: {error}") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise KeysInvalid(f"Key {place} of the file lacks a field, or has one that cannot be read.") from error
    if role not in GIVEN or len(key.digest) != len(_NOBODY):
        raise KeysInvalid(f"Key {place} of the file has a role or digest that no key can have.")
    return key


def write_keys(path: Path, keys: Iterable[Key]) -> None:
    """The file anew, for its owner alone, whole or not at all."""
    entries = [
        {
            "id": key.id,
            "name": key.principal.subject,
            "role": key.principal.role.word,
            "rows": written(key.principal.policy),
            "sha256": key.digest,
            **({} if key.expires is None else {"expires": key.expires.isoformat()}),
        }
        for key in keys
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            yaml.safe_dump({"keys": entries}, file, sort_keys=False, allow_unicode=True)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


Signature = tuple[int, int, int, int] | None


class KeyFile:
    """The keys of a file as it is now: a look at the file's state comes before every answer."""

    def __init__(self, path: Path, catalog: Catalog) -> None:
        self._path = path
        self._catalog = catalog
        self._seen: Signature = None
        self._keys: Mapping[str, Key] = {}

    def find(self, token: str, now: datetime) -> Key | None:
        """The key that a token opens; the same work is done for an id that there is not."""
        self._look()
        key = self._keys.get(_id_of(token))
        is_equal = hmac.compare_digest(_digest(token), _NOBODY if key is None else key.digest)
        return key if key is not None and is_equal and key.is_open(now) else None

    def _look(self) -> None:
        signature = _signature(self._path)
        if signature == self._seen:
            return
        self._seen = signature
        try:
            self._keys = read_keys(self._path, self._catalog)
            log.info("access.keys.read", keys=len(self._keys))
        except KeysInvalid as error:
            self._keys = {}
            log.error("access.keys.invalid", reason=str(error))


def _id_of(token: str) -> str:
    return token.removeprefix(PREFIX).partition("_")[0]


def _signature(path: Path) -> Signature:
    try:
        state = path.stat()
    except OSError:
        return None
    return (state.st_ino, state.st_mtime_ns, state.st_size, state.st_mode)
