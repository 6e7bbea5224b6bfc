"""Staged lines say what the record says, to the last digit and character; read back with Python's own gzip and JSON."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from druid.catalog.sales import SALES
from druid.ingestion_spec import StagedMonth, base_columns
from ingestion.errors import StoreFailed
from ingestion.sink.disk import Disk
from ingestion.sink.druid.staging import stage_month
from ingestion.sink.store import Store
from ingestion.tests.druid_months import Line, line, some_lines, write_month

ZONE = "Africa/Nairobi"
MARCH = 1_709_240_400_000
APRIL = 1_711_918_800_000
TEXTS = ("", "\x00\x1f\x1e\x7f", 'a"b\\c', "cr\r\nlf\ttab", "\u2028\u2029", "Chaï 😀", '["a"]', "x" * 70_000)


def make(folder: Path) -> Store:
    (folder / "staged").mkdir(parents=True)
    return Store(folder, SALES, ZONE, "KES")


def staged_lines(staged: StagedMonth) -> list[Line]:
    """Line ends are sought in the bytes: what else ends a line to some readers is text here."""
    return [json.loads(text) for path in staged.paths for text in gzip.decompress(path.read_bytes()).split(b"\n")[:-1]]


def as_staged(found: Line) -> Line:
    """A line as it should arrive: the columns of the cluster and no other."""
    return {name: found[name] for name in ("__time", *base_columns(SALES))}


def test_every_cell_is_staged_as_it_is(tmp_path: Path) -> None:
    store = make(tmp_path)
    lines = [line(MARCH + place, product=text, order_key=text) for place, text in enumerate(TEXTS)]
    lines += [line(APRIL - 1, gross_revenue=number) for number in (2**63 - 1, -(2**63), 2**53 + 1, 0, None)]
    staged = stage_month(store, write_month(store, "2024-03", lines), tmp_path / "staged")
    assert staged_lines(staged) == [as_staged(found) for found in lines]
    assert (staged.month, staged.rows) == ("2024-03", len(lines))


@pytest.mark.parametrize(("count", "sizes"), [(1, [1]), (7, [7]), (8, [7, 1]), (21, [7, 7, 7]), (22, [7, 7, 7, 1])])
def test_a_month_is_cut_into_files(count: int, sizes: list[int], tmp_path: Path) -> None:
    store = make(tmp_path)
    lines = some_lines(count, [MARCH], count)
    staged = stage_month(store, write_month(store, "2024-03", lines), tmp_path / "staged", 7)
    assert [len(gzip.decompress(path.read_bytes()).splitlines()) for path in staged.paths] == sizes
    assert all(path.is_absolute() for path in staged.paths)
    assert staged_lines(staged) == [as_staged(found) for found in lines]


def test_the_same_month_is_staged_to_the_same_bytes(tmp_path: Path) -> None:
    stores = [make(tmp_path / name) for name in ("a", "b")]
    lines = some_lines(3, [MARCH], 500)
    contents = [
        [path.read_bytes() for path in stage_month(store, write_month(store, "2024-03", lines), staged).paths]
        for store, staged in ((store, store.path / "staged") for store in stores)
    ]
    assert contents[0] == contents[1]


@pytest.mark.parametrize("moment", [MARCH - 1, APRIL])
def test_a_line_of_another_month_is_refused(moment: int, tmp_path: Path) -> None:
    store = make(tmp_path)
    file = write_month(store, "2024-03", [line(MARCH), line(moment)])
    with pytest.raises(StoreFailed, match="1 lines of 2024-03 and 1 others"):
        stage_month(store, file, tmp_path / "staged")


def test_a_file_with_other_lines_than_the_manifest_says_is_refused(tmp_path: Path) -> None:
    store = make(tmp_path)
    file = write_month(store, "2024-03", [line(MARCH), line(APRIL - 1)])
    with pytest.raises(StoreFailed, match="the manifest says 3"):
        stage_month(store, replace(file, rows=3), tmp_path / "staged")


class FullDisk(Disk):
    """A disk that is full when the second staged file is begun."""

    def before(self, operation: str, path: Path) -> None:
        if (operation, path.name[-11:]) == ("produce", "001.json.gz"):
            raise OSError(28, "No space left on device")


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    store = replace(make(tmp_path), disk=FullDisk())
    file = write_month(store, "2024-03", some_lines(1, [MARCH], 20))
    with pytest.raises(OSError, match="No space left"):
        stage_month(store, file, tmp_path / "staged", 10)
