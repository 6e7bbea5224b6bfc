"""The dashboard in a browser, over a server whose numbers are on a real Druid.

The journey is `frontend/e2e/druid.spec.ts`; the build is that of `make build`, which `make test-druid` runs first.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from backend.api.site import BUILT
from backend.tests.asking import ROOT
from backend.tests.parity.published import dense_sample, published
from druid.cluster.ports import free_port
from druid.tests.prefixes import fresh_prefix

pytestmark = pytest.mark.druid
ROWS = 6_000
PATIENCE = 120.0


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def site(druid_url: str, port: int, tmp_path: Path) -> Iterator[str]:
    """The address of a server over the sample, published under a prefix of its own."""
    with fresh_prefix(druid_url) as prefix:
        published(dense_sample(tmp_path, ROWS), tmp_path / "store", (druid_url, prefix))
        environ = {
            **os.environ,
            "SALES_ENGINE": "druid",
            "SALES_DRUID_URL": druid_url,
            "SALES_DRUID_PREFIX": prefix,
            "SALES_DATA_DIR": str(tmp_path / "store"),
            "SALES_PORT": str(port),
        }
        with (tmp_path / "log").open("w") as log:
            server = subprocess.Popen([sys.executable, "-m", "backend"], cwd=ROOT, env=environ, stdout=log, stderr=log)
            try:
                until_ready(f"http://localhost:{port}", tmp_path / "log")
                yield f"http://localhost:{port}"
            finally:
                server.kill()
                server.wait()


def until_ready(address: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if httpx.get(f"{address}/api/health/ready", timeout=30).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"the server is not ready: {log.read_text()}")


def test_the_dashboard_shows_what_druid_answers(site: str, tmp_path: Path) -> None:
    assert (BUILT / "index.html").is_file(), "the dashboard is not built: make build"
    command = ["npx", "playwright", "test", "--config", "e2e", "--project", "druid", "--output", str(tmp_path / "seen")]
    environ = {**os.environ, "E2E_SITE": site}
    told = subprocess.run(
        command, cwd=ROOT / "frontend", env=environ, capture_output=True, text=True, check=False, timeout=600
    )
    assert told.returncode == 0, told.stdout + told.stderr
