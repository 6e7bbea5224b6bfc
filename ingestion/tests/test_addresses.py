"""Nothing is fetched: an address is no file, and only a plain address of a cluster is taken for one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from ingestion.settings import Settings

ROOT = Path(__file__).parents[2]
ADDRESSES = (
    "http://127.0.0.1:9/sales.csv",
    "https://example.com/sales.csv",
    "ftp://example.com/sales.csv",
    "s3://bucket/sales.csv",
    "gs://bucket/sales.csv",
    "file:///etc/passwd",
    "//example.com/share/sales.csv",
    "http://169.254.169.254/latest/meta-data/",
)


def test_an_address_is_no_file(tmp_path: Path) -> None:
    """Each is refused as a file that is not there, by the command and without a store."""
    words = [sys.executable, "-m", "ingestion", "check", *ADDRESSES, "--data-dir", str(tmp_path / "store")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2, done.stdout + done.stderr
    assert not (tmp_path / "store").exists()
    assert "root:" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "gopher://example.com",
        "ftp://example.com",
        "http://user:word@example.com",
        "http://example.com/proxy",
        "http://example.com?x=",
        "http://example.com#x",
        "example.com:8888",
        "",
    ],
)
def test_only_plain_addresses_of_a_cluster_are_taken(address: str) -> None:
    with pytest.raises(ValidationError):
        Settings(druid_url=address)
