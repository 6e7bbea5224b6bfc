"""A store published to a real Druid by the real command, and the application over it, in this process.

In: the address of a router, a prefix of one's own. Out: `Published`, whose `versions` are the facts that answers must
equal, and a client of the application that asks through any address.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import orjson

from backend.app import create_app
from backend.engine.choice import engine_of
from backend.settings import Settings
from backend.tests.asking import ROOT
from backend.tests.whole.published import Facts, Line, Load, after, facts_of
from druid.catalog.sales import SALES
from druid.store.serving import Serving, encode_serving, newest_serving, serving_path

LOAD_SECONDS = 900


def dense(load: Load) -> Load:
    """The same with each line eight times, so that rollups save enough to be built."""
    return replace(load, lines=load.lines * 8)


@dataclass(slots=True)
class Published:
    """`versions` are in the order of their publication, the newest last."""

    store: Path
    router: str
    prefix: str
    held: tuple[Line, ...] = ()
    versions: dict[str, Facts] = field(default_factory=dict)

    def settings(self, url: str | None = None, **others: object) -> Settings:
        where = {"engine": "druid", "data_dir": self.store, "druid_url": url or self.router}
        limits = {"max_complexity": 10_000, "request_timeout_seconds": 10.0}
        return Settings.model_validate({**where, **limits, "druid_prefix": self.prefix, **others})

    def environment(self, url: str | None = None) -> Mapping[str, str]:
        words = {"ENGINE": "druid", "DRUID_URL": url or self.router, "DRUID_PREFIX": self.prefix}
        return {**os.environ, **{f"SALES_{name}": text for name, text in words.items()}}

    def command(self, *words: str, url: str | None = None, fault: str | None = None) -> subprocess.Popen[str]:
        """`python -m ingestion`, begun."""
        return subprocess.Popen(
            [sys.executable, "-m", "ingestion", *words, "--data-dir", str(self.store), "--json"],
            cwd=ROOT,
            env={**self.environment(url), **({"SALES_FAULT": fault} if fault else {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def load(self, load: Load, url: str | None = None) -> None:
        """Load and publish one file, which must succeed."""
        mode = ("--mode", "replace" if load.replaces else "append")
        command = self.command("load", str(load.write(self.store.parent)), *mode, url=url)
        told, complaints = command.communicate(timeout=LOAD_SECONDS)
        assert command.returncode == 0, (told, complaints)
        self.note(load, orjson.loads(told)["version"])

    def note(self, load: Load, version: str) -> None:
        self.held = after(self.held, load)
        self.versions[version] = facts_of(self.held)

    @property
    def serving(self) -> Serving:
        found = newest_serving(self.store)
        assert found is not None
        return found

    def say_loading(self, *months: str) -> None:
        """The document that the next publication of these months begins, or with none ends, with."""
        document = replace(self.serving, number=self.serving.number + 1, loading=months)
        serving_path(self.store, document.number).write_bytes(encode_serving(document))


@asynccontextmanager
async def door_to(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    engine = engine_of(settings, SALES)
    try:
        transport = httpx.ASGITransport(create_app(settings, engine))
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver", timeout=120) as door:
            yield door
    finally:
        await engine.close()
