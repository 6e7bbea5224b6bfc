"""Settings: read once, refused in plain sentences, listed whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backend.settings import Settings, SettingsInvalid, load, misspelt, refuse_open_door, settings_table
from backend.tests.api.tiny import settings

ROOT = Path(__file__).parents[3]


def from_file(folder: Path, text: str) -> Settings:
    (folder / "env").write_text(text, encoding="utf-8")
    return load(folder / "env")


def test_a_file_sets_them(tmp_path: Path) -> None:
    found = from_file(tmp_path, "SALES_PORT=9001\nSALES_CORS_ORIGINS=http://a.example, http://b.example\nOTHER=1\n")
    assert (found.port, found.cors_origins) == (9001, ("http://a.example", "http://b.example"))


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("SALES_PORT=abc", "SALES_PORT=abc cannot be used"),
        ("SALES_PORT=99999", "less than or equal to 65535"),
        ("SALES_TIMEZONE=UTC+3", "SALES_TIMEZONE=UTC+3 cannot be used: is not an IANA time zone"),
        ("SALES_ENGINE=oracle", "SALES_ENGINE=oracle cannot be used"),
        ("SALES_CURRENCY=Shilling", "SALES_CURRENCY=Shilling cannot be used"),
        ("SALES_CORS_ORIGINS=*", "names each origin"),
        ("SALES_WEEK_START=8", "SALES_WEEK_START=8 cannot be used"),
    ],
)
def test_bad_values_are_told_plainly(tmp_path: Path, line: str, part: str) -> None:
    with pytest.raises(SettingsInvalid) as told:
        from_file(tmp_path, line)
    (sentence,) = told.value.sentences
    assert part in sentence
    assert sentence.endswith(".")


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid) as told:
        from_file(tmp_path, "SALES_PORT=x\nSALES_WEEK_START=9\n")
    assert len(told.value.sentences) == 2


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "sales.example"])  # noqa: S104  # refused here
def test_an_open_door_is_refused(host: str) -> None:
    with pytest.raises(SettingsInvalid, match="no access control"):
        refuse_open_door(settings(host=host))


@pytest.mark.parametrize("guard", ["container", "proxy"])
def test_a_guarded_door_may_open(guard: str) -> None:
    """Only the operator's own word opens it; no other setting implies it."""
    refuse_open_door(settings(host="0.0.0.0", guard=guard))  # noqa: S104  # what a container listens on
    with pytest.raises(SettingsInvalid, match="SALES_GUARD=container"):
        refuse_open_door(settings(host="0.0.0.0", environment="staging", allowed_hosts=("*",)))  # noqa: S104


def test_the_guard_is_a_known_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="SALES_GUARD=none cannot be used"):
        from_file(tmp_path, "SALES_GUARD=none\n")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_this_machine_may_ask(host: str) -> None:
    refuse_open_door(settings(host=host))


def test_likely_misspellings_are_named() -> None:
    environ = {"SALES_PROT": "1", "SALES_PORT": "1", "SALES_FAULT": "x", "PORT": "1"}
    assert misspelt(environ) == ("SALES_PROT is not a setting. Did you mean SALES_PORT?",)


def test_the_table_is_whole() -> None:
    rows = settings_table()
    assert [row.variable for row in rows] == [f"SALES_{name.upper()}" for name in Settings.model_fields]
    assert all(row.description.endswith(".") for row in rows)
    defaults = {row.variable: row.default for row in rows}
    assert (defaults["SALES_PORT"], defaults["SALES_CORS_ORIGINS"]) == ("8000", "")


def test_introspection_follows_the_environment() -> None:
    assert settings().is_introspectable
    assert not settings(environment="production").is_introspectable
    assert settings(environment="production", introspection=True).is_introspectable


def test_a_refused_start_is_a_sentence_and_code_2() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "backend"],
        cwd=ROOT,
        env={**os.environ, "SALES_HOST": "0.0.0.0"},  # noqa: S104  # refused before anything listens
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert run.stderr.startswith("Error: SALES_HOST=0.0.0.0 would open the sales figures")
    assert "Traceback" not in run.stderr
