"""Settings to a gate, once, when the application is made.

Comes in: settings, the catalog, a clock. Goes out: a `Gate`; raises SettingsInvalid where nobody could come in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import jwt

from backend.access.gate import Gate
from backend.access.keys import KeyFile, KeysInvalid, read_keys
from backend.access.tokens import Signing, Tokens
from backend.settings import PREFIX, Settings, SettingsInvalid
from druid.catalog.model import Catalog

SHORTEST_SECRET = 32


def gate_of(settings: Settings, catalog: Catalog, clock: Callable[[], datetime]) -> Gate:
    """The gate of an installation that requires one."""
    tokens = _tokens(settings, catalog)
    try:
        keys = read_keys(settings.access_file, catalog)
    except KeysInvalid as error:
        raise SettingsInvalid(str(error)) from error
    if tokens is None and not keys:
        raise SettingsInvalid(
            f"{PREFIX}ACCESS=required, and nobody could come in: there is no key in {settings.access_file}. "
            "Make one: python -m backend.access add --name NAME --role admin --rows all."
        )
    return Gate(KeyFile(settings.access_file, catalog), tokens, clock)


def _tokens(settings: Settings, catalog: Catalog) -> Tokens | None:
    if settings.jwt_key_file is None:
        return None
    stated = {
        "JWT_KEY_ID": settings.jwt_key_id,
        "JWT_ISSUER": settings.jwt_issuer,
        "JWT_AUDIENCE": settings.jwt_audience,
    }
    missing = [f"{PREFIX}{name}" for name, value in stated.items() if not value]
    if missing:
        raise SettingsInvalid(f"{PREFIX}JWT_KEY_FILE needs {', '.join(missing)} too.")
    try:
        key = settings.jwt_key_file.read_bytes()
    except OSError as error:
        raise SettingsInvalid(f"{PREFIX}JWT_KEY_FILE={settings.jwt_key_file} cannot be read.") from error
    _check_key(settings, key)
    signing = Signing(
        settings.jwt_algorithm,
        key,
        settings.jwt_key_id,
        settings.jwt_issuer,
        settings.jwt_audience,
        settings.jwt_leeway_seconds,
    )
    return Tokens(signing, catalog)


def _check_key(settings: Settings, key: bytes) -> None:
    """A key that could not verify anything, or that could be guessed, is told at the start."""
    is_secret = settings.jwt_algorithm == "HS256"
    if is_secret and len(key.strip()) < SHORTEST_SECRET:
        raise SettingsInvalid(f"The secret of {PREFIX}JWT_KEY_FILE is shorter than {SHORTEST_SECRET} bytes.")
    try:
        jwt.get_algorithm_by_name(settings.jwt_algorithm).prepare_key(key)
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise SettingsInvalid(
            f"{PREFIX}JWT_KEY_FILE={settings.jwt_key_file} holds no key of {settings.jwt_algorithm}."
        ) from error
