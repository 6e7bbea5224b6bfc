"""The bounds of reading, in one place: how large a field, a line, a sheet or an unpacked file may be.

In: nothing. Out: one frozen value that the readers take as an argument, so tests can make it small.
"""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes unless the name says otherwise."""

    block: int = 2 * MIB  # unit of the vectorised parse
    chunk: int = 32 * MIB  # unit handed to the caller
    chunk_rows: int = 200_000
    chunk_bad: int = 20_000
    field: int = 64 * KIB
    line: int = MIB
    pending: int = 16 * MIB  # a "line" longer than this is not a line of a table
    columns: int = 1_000
    sample_lines: int = 1_000
    sample: int = 4 * MIB
    header_lines: int = 20
    text: int = 16 * GIB  # after unpacking
    gzip_ratio: int = 50
    gzip_floor: int = 64 * MIB  # the ratio is only judged above this size
    bad_share: float = 0.01  # broken quotes or encoding above this share refuse the file
    bad_early: int = 1_000  # lines of another encoding that settle it before the end
    bad_floor: int = 3  # but never for fewer lines than this
    sheet_text: int = GIB
    sheet_strings: int = 256 * MIB
    sheet_ratio: int = 100
    sheet_floor: int = 16 * MIB
    sheet_cells: int = 40_000_000
    parquet_group: int = 2 * GIB  # one row group, unpacked
    parquet_ratio: int = 1_000


LIMITS = Limits()
