"""A real server over a store of its own and the way through its endpoints of loads; files of sales to send."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import httpx
import orjson

from backend.examples.serving import serving

PATIENCE = 180.0
HEADER = "__time,OrderId,ItemName,ProductLine,Branch,SalesPerson,CardName,unitsSold,grossRevenue,totalCost\n"
LINES = 40_000
Json = dict[str, Any]
Found = TypeVar("Found")


def sales(day: str, *amounts: str, branch: str = "Nairobi") -> bytes:
    lines = (
        f"{day} 10:{n:02d}:00,{day}-{n},Lamp,Home,{branch},Achieng,Ann,1,{amount},1.00\n"
        for n, amount in enumerate(amounts)
    )
    return (HEADER + "".join(lines)).encode()


def many(lines: int = LINES) -> bytes:
    """A file that takes a loader a while: a month a thousand lines."""
    rows = (
        f"{2010 + n // 12_000}-{n // 1_000 % 12 + 1:02d}-15 10:00:00,{n},Lamp,Home,Nairobi,Achieng,Ann,1,1.00,0.50\n"
        for n in range(lines)
    )
    return (HEADER + "".join(rows)).encode()


def ingestion(*words: object) -> Json:
    """What the command line says."""
    run = subprocess.run(
        [sys.executable, "-m", "ingestion", *map(str, words), "--json"], capture_output=True, check=False
    )
    document: Json = orjson.loads(run.stdout)
    return document


class Api:
    """The endpoints of one server, and the way through them."""

    def __init__(self, address: str, store: Path) -> None:
        self.store = store
        self.address = address
        self.http = httpx.Client(base_url=f"{address}/api/data", timeout=PATIENCE)

    def check(self, body: bytes, name: str = "sales.csv", **query: str) -> httpx.Response:
        return self.http.post("/check", content=body, params={"name": name, **query})

    def upload(self, body: bytes, name: str = "sales.csv") -> str:
        return str(self.check(body, name).json()["data"]["upload"]["id"])

    def begin(self, upload: str, **more: str) -> str:
        answer = self.http.post("/loads", json={"upload": upload, **more})
        assert answer.status_code == 202, answer.text
        return str(answer.json()["data"]["id"])

    def state(self, load: str) -> Json:
        data: Json = self.http.get(f"/loads/{load}").json()["data"]
        return data

    def ended(self, load: str) -> Json:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = self.state(load)
            if found["state"] not in {"running", "stopping"}:
                return found
            time.sleep(0.05)
        raise AssertionError("the load did not end")

    def load(self, body: bytes, name: str = "sales.csv", **more: str) -> Json:
        return self.ended(self.begin(self.upload(body, name), **more))

    def version(self) -> str:
        return str(httpx.get(f"{self.address}/api/data-version", timeout=PATIENCE).json()["data"]["version"])


@cache
def store_of_one_line() -> Path:
    """Loaded by the command, once in this process and gone at its end; to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="one-line-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    first = folder / "store.csv"
    first.write_bytes(sales("2024-01-01", "10.00"))
    ingestion("load", first, "--data-dir", folder / "store")
    return folder / "store"


@contextmanager
def served(store: Path, **settings: str) -> Iterator[Api]:
    """A server over a store, which has one line when it is new."""
    if not (store / "manifests").is_dir():
        shutil.copytree(store_of_one_line(), store)
    with serving(store, settings) as address:
        api = Api(address, store)
        with api.http:
            yield api


def eventually(look: Callable[[], Found], is_it: Callable[[Found], bool]) -> Found:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if is_it(found):
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen")
