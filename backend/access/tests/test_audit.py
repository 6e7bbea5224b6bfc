"""The audit log says who did what; secrets are in no line of any log, no answer, no error and no diagnosis."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.access.tests.asking import guarded_app
from backend.tests.api.log_lines import lines, logged
from backend.tests.api.tiny import client


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    with logged("debug") as told:
        yield told


def audited(stream: io.StringIO) -> list[dict[str, Any]]:
    return [line for line in lines(stream) if line["event"] == "audit"]


async def test_the_first_use_of_a_key_is_a_line_and_each_refusal(tmp_path: Path, stream: io.StringIO) -> None:
    app, headers = guarded_app(tmp_path)
    async with client(app) as door:
        for _ in range(3):
            await door.get("/api/kpis/echo", headers=headers["viewer of Thika"])
        await door.get("/api/kpis/echo", headers={"Authorization": "Bearer sk_none_none"})
        await door.get("/api/diagnostics", headers=headers["viewer"])
    said = [{name: line.get(name) for name in ("action", "outcome", "subject", "role")} for line in audited(stream)]
    assert {"action": "sign_in", "outcome": "accepted", "subject": "viewer of Thika", "role": "viewer"} in said
    assert sum(one["subject"] == "viewer of Thika" for one in said) == 1
    assert {"action": "sign_in", "outcome": "refused", "subject": None, "role": None} in said
    assert {"action": "ask", "outcome": "FORBIDDEN", "subject": "viewer", "role": None} in said
    assert all(line["ts"] for line in audited(stream))


async def test_files_and_loads_are_lines(tmp_path: Path, stream: io.StringIO) -> None:
    app, headers = guarded_app(tmp_path, data_dir=tmp_path / "store")
    async with client(app) as door:
        await door.get("/api/kpis/top-products", headers={**headers["analyst"], "Accept": "text/csv"})
        await door.post("/api/data/undo", json={}, headers=headers["loader"])
        await door.post("/api/data/loads", json={"upload": "none"}, headers=headers["viewer"])
    said = {(line["action"], line["subject"], line["outcome"]) for line in audited(stream)}
    assert ("export", "analyst", "answered") in said
    assert ("undo", "loader", "answered") in said
    assert ("load", "viewer", "FORBIDDEN") in said


async def test_no_secret_is_told_anywhere(tmp_path: Path, stream: io.StringIO) -> None:
    """Good and bad credentials, at good and bad addresses, in good and bad forms."""
    app, headers = guarded_app(tmp_path, data_dir=tmp_path / "store")
    good = {name: one["Authorization"].removeprefix("Bearer ") for name, one in headers.items()}
    canary = "canarycanarycanary0123456789"
    sent = [
        *headers.values(),
        *({"Authorization": f"Bearer {token}{canary}"} for token in good.values()),
        *({"Authorization": f"{scheme}{canary}"} for scheme in ("", "Basic ", "Bearer ", "bearer  ", "Bearer sk_")),
        {"Authorization": f"Bearer {canary}.{canary}.{canary}"},
    ]
    told: list[str] = []
    async with client(app) as door:
        for one in sent:
            for method, path in (
                ("GET", "/api/kpis/echo"),
                ("GET", "/api/kpis/crash"),
                ("GET", "/api/diagnostics"),
                ("GET", "/api/nowhere"),
                ("POST", "/graphql"),
                ("POST", "/api/data/loads"),
                ("GET", "/api/health/ready"),
            ):
                body = {"query": "{ crash { error { code message hint } } }"} if method == "POST" else None
                answer = await door.request(method, path, headers=one, json=body)
                told += [answer.text, repr(answer.headers)]
    told += [stream.getvalue(), repr(app.state), repr([layer.kwargs for layer in app.layers])]
    secrets = [canary, *(token.split("_", 2)[2] for token in good.values())]
    everything = "\n".join(told)
    assert len(audited(stream)) > len(headers)
    assert [secret for secret in secrets if secret in everything] == []
