"""Superset as a server of its own over a store's base files: prepared once in a folder, started, asked, ended.

In: the folder of an environment in which Superset is installed, a folder for its own files, and a store. Out: a
`Rival` with a dataset whose view has `local_time`, `day`, the members, and `net_revenue` of completed lines.
"""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import click
import duckdb
import orjson

from backend.benchmarks.api.servers import Server, fetch, free_port, serving
from druid.catalog.sales import SALES
from druid.store.snapshots import Snapshot

KEPT = {"CACHE_TYPE": "SimpleCache", "CACHE_DEFAULT_TIMEOUT": 3600, "CACHE_THRESHOLD": 10_000}
"""In the memory of the process for an hour: the fastest of its documented arrangements on one machine."""
USER = "bench"
VIEW = """
    CREATE OR REPLACE VIEW sales AS SELECT __time + INTERVAL 3 HOUR AS local_time,
        date_trunc('day', __time + INTERVAL 3 HOUR)::TIMESTAMP AS day, product, branch,
        (gross_revenue + returns_value) / 10000.0 AS net_revenue
    FROM {files} WHERE status = 'completed'
"""
"""Days are those of Nairobi; money has four decimals in the files."""


@dataclass(frozen=True, slots=True)
class Rival:
    server: Server
    token: str
    dataset: int


@contextmanager
def superset(environment: Path, folder: Path, snapshot: Snapshot) -> Iterator[Rival]:
    """Superset over the base files of a snapshot, ready; raises `click.ClickException` where it does not start."""
    password, programs = secrets.token_hex(16), environment / "bin"
    told = _told(folder)
    _prepare(programs, told, password)
    port = free_port()
    options = ("--workers", "1", "--threads", "8", "--timeout", "120", "--bind", f"127.0.0.1:{port}")
    command = [str(programs / "gunicorn"), *options, "superset.app:create_app()"]
    with serving(port, "/health", command, told, folder / "superset.log") as server:
        token = str(_asked(port, "/api/v1/security/login", _login(password))["access_token"])
        dataset = _dataset(port, token, _viewed(folder / "sales.duckdb", snapshot))
        yield Rival(server, token, dataset)


def _told(folder: Path) -> dict[str, str]:
    """The environment of its processes, with a configuration of its own; the metadata of an earlier run are dropped."""
    folder.mkdir(parents=True, exist_ok=True)
    metadata, config = folder / "superset.db", folder / "superset_config.py"
    metadata.unlink(missing_ok=True)
    settings: dict[str, object] = {
        "SECRET_KEY": secrets.token_hex(32),
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{metadata}",
    }
    settings |= dict.fromkeys(("WTF_CSRF_ENABLED", "TALISMAN_ENABLED", "PREVENT_UNSAFE_DB_CONNECTIONS"), False)
    names = ("CACHE_CONFIG", "DATA_CACHE_CONFIG", "FILTER_STATE_CACHE_CONFIG", "EXPLORE_FORM_DATA_CACHE_CONFIG")
    settings |= dict.fromkeys(names, KEPT)
    config.write_text("".join(f"{name} = {value!r}\n" for name, value in settings.items()))
    own = {"SUPERSET_CONFIG_PATH": str(config), "SUPERSET_HOME": str(folder), "FLASK_APP": "superset.app:create_app()"}
    return {**os.environ, **own}


def _prepare(programs: Path, told: Mapping[str, str], password: str) -> None:
    person = ("--username", USER, "--password", password, "--email", "bench@localhost")
    names = ("--firstname", "of", "--lastname", "charts")
    for command in (("db", "upgrade"), ("fab", "create-admin", *person, *names), ("init",)):
        arguments = [str(programs / "superset"), *command]
        done = subprocess.run(arguments, check=False, env=told, capture_output=True, text=True)
        if done.returncode:
            raise click.ClickException(f"superset {command[0]} failed: {(done.stdout + done.stderr)[-500:]}")


def _login(password: str) -> dict[str, object]:
    return {"username": USER, "password": password, "provider": "db"}


def _asked(port: int, path: str, body: Mapping[str, object], token: str = "") -> dict[str, Any]:
    try:
        return dict(orjson.loads(fetch(port, path, token, orjson.dumps(body))))
    except HTTPError as refusal:
        said = refusal.read().decode()[:300]
        raise click.ClickException(f"Superset said {refusal.code} at {path}: {said}") from None


def _viewed(file: Path, snapshot: Snapshot) -> Path:
    """A database with nothing but a view of the very files that we serve."""
    files = [str(snapshot.path_of(one)) for one in snapshot.manifest.of_table(SALES.base)]
    file.unlink(missing_ok=True)
    with duckdb.connect(str(file)) as connection:
        connection.execute(VIEW.format(files=f"read_parquet({files})"))
    return file


def _dataset(port: int, token: str, file: Path) -> int:
    told = {"database_name": "sales", "sqlalchemy_uri": f"duckdb:///{file}?access_mode=read_only"}
    database = _asked(port, "/api/v1/database/", told, token)["id"]
    view = {"database": database, "schema": "main", "table_name": "sales"}
    return int(_asked(port, "/api/v1/dataset/", view, token)["id"])
