"""Packed files and files that are something else than their name says."""

import gzip
import random
from dataclasses import replace
from pathlib import Path

import pytest

from ingestion.errors import FileRefused
from ingestion.read.bytetext import LineEnds
from ingestion.read.ledger import Ledger
from ingestion.read.limits import LIMITS
from ingestion.tests.files import SMALL, ledger, read_bytes

LINES = [f"2024-01-01,Milk {place},{place}.50" for place in range(500)]


def test_gzip_is_unpacked_whatever_its_name(tmp_path: Path) -> None:
    packed = gzip.compress(ledger(*LINES[:250])) + gzip.compress("\n".join([*LINES[250:], ""]).encode())
    for name in ("sales.csv.gz", "sales.csv"):
        got = read_bytes(tmp_path, packed, name=name, limits=SMALL)
        assert [row[2] for row in got.rows] == [f"Milk {place}" for place in range(500)]
        assert got.source.size == len(packed)


@pytest.mark.parametrize("keep", [30, -9, -4, -1])
def test_cut_gzip_is_refused(tmp_path: Path, keep: int) -> None:
    with pytest.raises(FileRefused, match="FILE_CUT"):
        read_bytes(tmp_path, gzip.compress(ledger(*LINES))[:keep])


def test_damaged_gzip_is_refused(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(ledger(*LINES)))
    packed[-6] ^= 0xFF
    with pytest.raises(FileRefused, match="DAMAGED"):
        read_bytes(tmp_path, bytes(packed))


def test_gzip_bombs_are_refused_by_ratio_and_by_size(tmp_path: Path) -> None:
    limits = replace(LIMITS, gzip_floor=100_000)
    bomb = gzip.compress(ledger(*["2024-01-01,Milk,1"] * 20_000))
    with pytest.raises(FileRefused, match="ARCHIVE_BOMB"):
        read_bytes(tmp_path, bomb, limits=limits)
    assert len(read_bytes(tmp_path, bomb).rows) == 20_000
    rng = random.Random(7)
    honest = gzip.compress(ledger(*[f"2024-01-01,{rng.random()},1" for _ in range(10_000)]))
    assert len(read_bytes(tmp_path, honest, limits=limits).rows) == 10_000
    with pytest.raises(FileRefused, match="ARCHIVE_BOMB"):
        read_bytes(tmp_path, honest, limits=replace(LIMITS, text=100_000))


@pytest.mark.parametrize(
    "head", [b"PK\x03\x04rest", b"%PDF-1.7", b"MZ\x90\x00\x03", b"\x7fELF\x02", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_foreign_files_named_csv_are_refused_by_their_bytes(tmp_path: Path, head: bytes) -> None:
    with pytest.raises(FileRefused, match="NOT_A_TABLE"):
        read_bytes(tmp_path, head + b"\0" * 100)


def test_a_file_of_one_endless_line_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    limits = replace(LIMITS, pending=100_000, line=10_000, sample=20_000, block=8_000)
    with pytest.raises(FileRefused, match="NOT_A_TABLE"):
        read_bytes(tmp_path, ledger(*LINES[:2]) + b"x" * 500_000, limits=limits)


def test_two_line_counts_that_differ_refuse_the_file() -> None:
    ledger_of_none = Ledger("sales.csv", guessed=True, limits=LIMITS, above=1)
    with pytest.raises(FileRefused, match="LINE_COUNT"):
        ledger_of_none.close(LineEnds(lf=2))
