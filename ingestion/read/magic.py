"""What a file is by its first bytes, against what its name says.

In: the name and the first bytes. Out: the kind of reader, or a refusal that names what the file really is.
"""

from pathlib import Path

from ingestion.errors import FileRefused

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
PARQUET = b"PAR1"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

FOREIGN = (
    (b"%PDF", "a PDF document"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a SQLite database"),
    (b"PK\x05\x06", "an empty zip archive"),
)
WORKBOOKS = (".xlsx", ".xlsm")


def recognise(path: Path, head: bytes) -> str:
    """`csv`, `xlsx` or `parquet`; anything else is refused by name."""
    if not head:
        raise FileRefused("EMPTY_FILE", f"{path.name} has no bytes at all.", "Export the file again.")
    if head.startswith(ZIP):
        return _zip_kind(path)
    if head.startswith(COMPOUND):
        return _refuse_compound(path)
    suffix = path.suffix.lower()
    if head.startswith(PARQUET) or suffix in {".parquet", ".pq"}:
        return "parquet"
    for start, name in FOREIGN:
        if head.startswith(start) and (start != b"MZ" or b"\0" in head[:64]):
            raise _foreign(path, name)
    if suffix in WORKBOOKS:
        raise FileRefused(
            "NOT_A_TABLE", f"{path.name} is not an Excel workbook inside.", "Save it as XLSX or CSV again."
        )
    return "csv"


def _foreign(path: Path, name: str) -> FileRefused:
    return FileRefused("NOT_A_TABLE", f"{path.name} is {name}, not a table of sales.", "Load CSV, XLSX or Parquet.")


def _zip_kind(path: Path) -> str:
    if path.suffix.lower() in WORKBOOKS:
        return "xlsx"
    message = f"{path.name} is a zip archive or an Excel workbook under another name."
    raise FileRefused("NOT_A_TABLE", message, "Unpack the archive, or give the workbook its .xlsx name.")


def _refuse_compound(path: Path) -> str:
    if path.suffix.lower() in WORKBOOKS:
        message = f"{path.name} is protected by a password."
        raise FileRefused("ENCRYPTED", message, "Save a copy without a password.")
    raise FileRefused("NOT_A_TABLE", f"{path.name} is an old Excel file (.xls).", "Save it as XLSX or CSV.")
