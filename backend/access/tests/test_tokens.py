"""JSON Web Tokens: a good one opens what its claims say; bad ones are all refused, and all in one way."""

from __future__ import annotations

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from fastapi import FastAPI

from backend.access.principal import Role
from backend.access.rules import policy_of
from backend.access.tokens import Signing, TokenRefused, Tokens
from backend.app import create_app
from backend.tests.api.tiny import SPECS, TinyEngine, client, settings
from druid.catalog.sales import SALES

Json = Any
Keys = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
PRIVATE, STRANGE = (rsa.generate_private_key(65537, 2048) for _ in range(2))
CURVE = ec.generate_private_key(ec.SECP256R1())
ISSUER, AUDIENCE, KEY_ID = "https://id.example", "sales", "2026-01"


def pem(key: Keys) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public(key: Keys) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def claims(**changes: Json) -> dict[str, Json]:
    now = int(time.time())
    stated = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "amina",
        "role": "viewer",
        "rows": {"branch": ["Thika"]},
        "nbf": now - 10,
        "iat": now - 10,
        "exp": now + 600,
        **changes,
    }
    return {name: value for name, value in stated.items() if value is not ...}


def signed(
    key: bytes = pem(PRIVATE), algorithm: str = "RS256", head: dict[str, Json] | None = None, **said: Json
) -> str:
    return jwt.encode(claims(**said), key, algorithm, headers={"kid": KEY_ID, **(head or {})})


def part(value: Json) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def unsigned(head: dict[str, Json], signature: str = "") -> str:
    return f"{part(head)}.{part(claims())}.{signature}"


def confused() -> str:
    """Signed with HS256 by the public key's own bytes."""

    body = f"{part({'alg': 'HS256', 'kid': KEY_ID, 'typ': 'JWT'})}.{part(claims())}"
    digest = hmac.new(public(PRIVATE), body.encode(), sha256).digest()
    return f"{body}.{urlsafe_b64encode(digest).decode().rstrip('=')}"


NOW = int(time.time())
BAD: dict[str, Callable[[], str]] = {
    "empty": lambda: "",
    "words": lambda: "not a token",
    "dots": lambda: "..",
    "two parts": lambda: signed().rpartition(".")[0],
    "four parts": lambda: f"{signed()}.x",
    "cut": lambda: signed()[:-8],
    "no algorithm": lambda: unsigned({"alg": "none", "kid": KEY_ID}),
    "No algorithm": lambda: unsigned({"alg": "None", "kid": KEY_ID}),
    "the public key as a secret": confused,
    "another algorithm of the same key": lambda: signed(algorithm="RS512"),
    "another kind of key": lambda: signed(pem(CURVE), "ES256"),
    "a stranger's key": lambda: signed(pem(STRANGE)),
    "another key id": lambda: signed(head={"kid": "2025-01"}),
    "a key id that is a path": lambda: signed(head={"kid": "../../dev/null"}),
    "an address of keys": lambda: signed(head={"jku": "https://evil.example/keys"}),
    "an address of a certificate": lambda: signed(head={"x5u": "https://evil.example/cert"}),
    "a key of its own": lambda: signed(head={"jwk": {"kty": "oct", "k": "AA"}}),
    "what must be understood": lambda: signed(head={"crit": ["b64"], "b64": True}),
    "another type": lambda: signed(head={"typ": "secevent+jwt"}),
    "another issuer": lambda: signed(iss="https://evil.example"),
    "no issuer": lambda: signed(iss=...),
    "another audience": lambda: signed(aud="stock"),
    "several audiences": lambda: signed(aud=["stock", AUDIENCE]),
    "no audience": lambda: signed(aud=...),
    "ended": lambda: signed(exp=NOW - 61, nbf=NOW - 900),
    "no end": lambda: signed(exp=...),
    "an end in words": lambda: signed(exp="never"),
    "not begun": lambda: signed(nbf=NOW + 3600),
    "no beginning": lambda: signed(nbf=...),
    "nobody": lambda: signed(sub=...),
    "nobody in particular": lambda: signed(sub=""),
    "no role": lambda: signed(role=...),
    "a role there is not": lambda: signed(role="root"),
    "the role of strangers": lambda: signed(role="stranger"),
    "a role as a number": lambda: signed(role=4),
    "no rows": lambda: signed(rows=...),
    "empty rows": lambda: signed(rows={}),
    "rows of no dimension": lambda: signed(rows={"brnach": ["Thika"]}),
    "null rows": lambda: signed(rows=None),
}


def tokens(leeway: int = 30) -> Tokens:
    return Tokens(Signing("RS256", public(PRIVATE), KEY_ID, ISSUER, AUDIENCE, leeway), SALES)


def guarded(folder: Path) -> FastAPI:
    """A real clock, because PyJWT has no other."""
    key = folder / "issuer.pem"
    key.write_bytes(public(PRIVATE))
    changes = {
        "access": "required",
        "access_file": folder / "none.yaml",
        "jwt_key_file": key,
        "jwt_key_id": KEY_ID,
        "jwt_issuer": ISSUER,
        "jwt_audience": AUDIENCE,
    }
    return create_app(settings(**changes), TinyEngine(), specs=SPECS, clock=lambda: datetime.now(UTC))


def test_a_good_token_opens_what_its_claims_say() -> None:
    found = tokens().find(signed(), time.time())
    assert (found.subject, found.role) == ("amina", Role.VIEWER)
    assert found.policy == policy_of({"branch": ["Thika"]}, SALES)


def test_a_token_is_verified_once_and_still_ends() -> None:
    verifier, now = tokens(), time.time()
    token = signed(exp=int(now) + 60)
    assert verifier.find(token, now) == verifier.find(token, now + 89)
    with pytest.raises(TokenRefused):
        verifier.find(token, now + 91)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_token_is_refused(name: str) -> None:
    verifier = tokens()
    for _ in range(2):
        with pytest.raises(TokenRefused):
            verifier.find(BAD[name](), time.time())


async def test_all_bad_tokens_are_answered_alike(tmp_path: Path) -> None:
    assert len(BAD) >= 30
    seen = set()
    async with client(guarded(tmp_path)) as door:
        good = await door.get("/api/data-version", headers={"Authorization": f"Bearer {signed(rows='all')}"})
        assert good.status_code == 200
        for make in BAD.values():
            told = await door.get("/api/data-version", headers={"Authorization": f"Bearer {make()}"})
            body = told.json()
            for own in ("requestId", "tookMs"):
                del body["metadata"][own]
            seen.add((told.status_code, told.headers["www-authenticate"], json.dumps(body)))
    assert len(seen) == 1
    ((status, asks, _),) = seen
    assert (status, asks) == (401, 'Bearer realm="sales"')
