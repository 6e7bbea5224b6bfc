"""Keys and tokens are in nothing that the server writes or tells, however they come: right, wrong, or out of place.

A real server with keys and tokens in force is asked, refused and loaded into. Then every byte of its log, of its own
files, of the store's records and of what it tells operators is searched for every secret that was sent.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import jwt
import pytest

from backend.access.principal import Principal, Role
from backend.access.tests.asking import with_keys
from backend.tests.asking import load
from backend.tests.loads_api import sales
from backend.tests.whole.published import some_loads
from backend.tests.whole.servers import Server, running, until

SECRET = "a-secret-of-this-test-that-signs-its-tokens"
ISSUER, AUDIENCE, KEY_ID = "https://who.example", "sales", "one"
WRONG = "sk_nobody_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL"
OPERATORS = ("/metrics", "/api/diagnostics", "/api/health", "/api/data/loads", "/api/data-version")
OVERVIEW = "/api/kpis/sales-overview"


@dataclass(frozen=True)
class Guarded:
    """A server, where its files are, and what was given out: a loader's key, an admin's, a good and a late token."""

    server: Server
    folder: Path
    loader: str
    admin: str
    token: str
    late: str

    @property
    def secrets(self) -> dict[str, str]:
        """Parts by which each would be known again, though it were cut."""
        keys = {"loader's key": self.loader, "admin's key": self.admin, "wrong key": WRONG}
        tokens = {"token": self.token, "late token": self.late}
        signatures = {f"signature of the {name}": token.rsplit(".", 1)[1] for name, token in tokens.items()}
        return {name: key.rsplit("_", 1)[1] for name, key in keys.items()} | signatures | {"signing secret": SECRET}


def signed(expires: float) -> str:
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "wanjiku", "role": "analyst", "rows": "all", "nbf": 0}
    return jwt.encode({**claims, "exp": int(expires)}, SECRET, algorithm="HS256", headers={"kid": KEY_ID})


@contextmanager
def guarded(folder: Path) -> Iterator[Guarded]:
    assert load(some_loads(5, 4)[0].write(folder), folder / "store").returncode == 0
    path, headers = with_keys(folder, {role.word: Principal(role.word, role) for role in (Role.LOADER, Role.ADMIN)})
    (folder / "jwt.key").write_text(SECRET)
    (folder / "jwt.key").chmod(0o600)
    settings = {
        "ACCESS": "required",
        "ACCESS_FILE": str(path),
        "LOG_LEVEL": "debug",
        "JWT_KEY_FILE": str(folder / "jwt.key"),
        "JWT_ALGORITHM": "HS256",
        "JWT_KEY_ID": KEY_ID,
        "JWT_ISSUER": ISSUER,
        "JWT_AUDIENCE": AUDIENCE,
    }
    keys = {name: header["Authorization"].removeprefix("Bearer ") for name, header in headers.items()}
    with running(folder, folder / "store", 1, settings) as server:
        now = time.time()
        yield Guarded(server, folder, keys["loader"], keys["admin"], signed(now + 3600), signed(now - 3600))


def statuses(one: Guarded) -> Counter[int]:
    """Ask in every way in which a secret may come, right and wrong; how often each status was answered."""
    counted = Counter[int]()
    with httpx.Client(base_url=one.server.address, timeout=60) as client:

        def get(path: str, authorization: str = "") -> None:
            headers = {"Authorization": authorization} if authorization else {}
            counted[client.get(path, headers=headers).status_code] += 1

        def post(path: str, body: bytes, key: str, form: str = "application/json") -> None:
            headers = {**bearer(key), "Content-Type": form}
            counted[client.post(path, content=body, headers=headers).status_code] += 1

        admin = f"Bearer {one.admin}"
        for secret in (one.loader, one.admin, one.token, one.late, WRONG):
            for form in (f"Bearer {secret}", f"bearer  {secret}", f"Basic {secret}", secret, f"Bearer {secret}x"):
                get(f"{OVERVIEW}?period=ALL", form)
            get(f"{OVERVIEW}?access_token={secret}")
            for path in (f"/api/{secret}", f"{OVERVIEW}?{secret}=1", f"{OVERVIEW}?period={secret}"):
                get(path, admin)
            for body in (b'{"query": "{ %s }"}', b'{"query": "%s', b'{"query": "{ a }", "variables": {"a": "%s"}}'):
                post("/graphql", body % secret.encode(), one.admin)
        post("/graphql", b'{"query": "{ dataVersion { data { version } } }"}', one.token)
        post("/api/data/check?name=late.csv", sales("2024-05-06", "12.50"), one.loader, "text/csv")
    return counted


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Guarded, Counter[int]]]:
    with guarded(tmp_path_factory.mktemp("secrets")) as one:
        counted = statuses(one)
        yield one, counted


def test_secrets_were_taken_refused_and_misplaced(asked: tuple[Guarded, Counter[int]]) -> None:
    """Or the search would prove nothing."""
    _, counted = asked
    assert {200, 400, 401, 404, 422} <= counted.keys()
    assert not any(status >= 500 for status in counted)


def test_no_secret_is_written(asked: tuple[Guarded, Counter[int]]) -> None:
    one, counted = asked
    until(lambda: len(one.server.events("http.request.answered")) >= sum(counted.values()), "a line for each request")
    files = [path for path in one.folder.rglob("*") if path.is_file() and path.name != "jwt.key"]
    assert {one.server.log, *one.server.runtime.rglob("*.yaml")} <= set(files)
    found = [
        (path.name, name) for path in files for name, part in one.secrets.items() if part.encode() in path.read_bytes()
    ]
    assert found == []
    assert b"wanjiku" in one.server.log.read_bytes()


def test_no_secret_is_told_to_operators(asked: tuple[Guarded, Counter[int]]) -> None:
    one, _ = asked
    with httpx.Client(base_url=one.server.address, timeout=60, headers=bearer(one.admin)) as client:
        for path in OPERATORS:
            answer = client.get(path)
            assert answer.status_code == 200, path
            told = answer.text + repr(answer.headers.raw)
            assert [name for name, part in one.secrets.items() if part in told] == [], path
