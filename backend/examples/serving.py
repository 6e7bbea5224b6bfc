"""The sample, served: a real API in a process of its own on a free port of this machine, for notebooks and tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from backend.client import Client, SalesApiError
from druid.cluster.ports import free_port

PATIENCE_SECONDS = 180.0


@contextmanager
def serving(store: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of an API over a store; it ends with the block. Raises RuntimeError when it does not start."""
    port = free_port()
    quiet = {"SALES_DRAIN_SECONDS": "0", "SALES_LOG_LEVEL": "error"}
    environ = {**os.environ, **quiet, "SALES_DATA_DIR": str(store), "SALES_PORT": str(port), **(settings or {})}
    process = subprocess.Popen([sys.executable, "-m", "backend"], env=environ, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _until_ready(address, process)
        yield address
    finally:
        process.terminate()
        process.wait()


def _until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    with Client(address) as client:
        while time.monotonic() < end and process.poll() is None:
            try:
                client.kpi("data-version")
            except SalesApiError:
                time.sleep(0.1)
            else:
                return
    raise RuntimeError("the API did not start")
