"""What the embedded database refuses once it is open: files outside the store, extensions, settings."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from backend.engine.database import DATABASE_ERRORS, MIB, Cursor, Database, Limits

STATEMENTS = (
    "SELECT * FROM read_csv('{outside}/secret.csv')",
    "SELECT * FROM read_text('{outside}/secret.csv')",
    "SELECT * FROM read_blob('{store}/../outside/secret.csv')",
    "SELECT * FROM read_parquet('{outside}/secret.parquet')",
    "SELECT * FROM '{outside}/secret.csv'",
    "SELECT * FROM glob('{outside}/*')",
    "SELECT * FROM parquet_metadata('{outside}/secret.parquet')",
    "SELECT * FROM read_csv('http://localhost:9/x.csv')",
    "COPY (SELECT 1) TO '{outside}/written.csv'",
    "EXPORT DATABASE '{outside}/exported'",
    "ATTACH '{outside}/other.db'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET threads = 64",
    "SET allowed_directories = ['/']",
    "RESET enable_external_access",
    "SET GLOBAL memory_limit = '64GB'",
    "SET lock_configuration = false",
    "CREATE SECRET (TYPE s3)",
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    for folder in ("store", "outside"):
        (tmp_path / folder).mkdir()
        pl.DataFrame({"a": [1]}).write_csv(tmp_path / folder / "secret.csv")
        pl.DataFrame({"a": [1]}).write_parquet(tmp_path / folder / "secret.parquet")
    return tmp_path / "store"


@pytest.fixture
def cursor(store: Path) -> Iterator[Cursor]:
    database = Database(store, Limits(memory=64 * MIB, threads=1, slots=1, queue=1))
    cursor = database.cursor()
    yield cursor
    cursor.close()
    database.close()


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_host_is_out_of_reach(statement: str, store: Path, cursor: Cursor) -> None:
    sql = statement.format(store=store, outside=store.parent / "outside")
    with pytest.raises(DATABASE_ERRORS):
        cursor.query(sql, [], threading.Event())
    assert sorted(path.name for path in (store.parent / "outside").iterdir()) == ["secret.csv", "secret.parquet"]


def test_the_store_is_read_and_variables_of_the_program_are_not(store: Path, cursor: Cursor) -> None:
    path = str(store / "secret.parquet")
    frame = cursor.query("SELECT * FROM read_parquet(?)", [path], threading.Event())
    assert frame["a"].to_list() == [1]
    assert frame.height == 1
    with pytest.raises(DATABASE_ERRORS):
        cursor.query("SELECT * FROM frame", [], threading.Event())


def test_the_session_knows_no_zone_but_utc(cursor: Cursor) -> None:
    frame = cursor.query("SELECT current_setting('TimeZone') AS zone", [], threading.Event())
    assert frame["zone"].to_list() == ["UTC"]
