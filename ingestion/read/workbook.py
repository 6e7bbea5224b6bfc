"""XLSX as a `Source`: one sheet, every cell as text, Excel's own row numbers as lines.

In: a path, a dialect, limits. Out: chunks; rows touched by merged cells, or with a value outside of the header's
columns, are bad lines. The cells are read as a stream, so a stray far cell costs no memory.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import polars as pl

from ingestion.errors import FileRefused
from ingestion.read.bytestream import Identity, hash_file, identify, refuse_changed
from ingestion.read.layout import are_names, clean_header
from ingestion.read.limits import Limits
from ingestion.read.package import DAMAGES, Sheet, check_sizes, read_workbook, refuse_package
from ingestion.read.sheet import Row, SheetReader, is_merged, merged_rows
from ingestion.read.source import LINE_COLUMN, BadLine, Chunk, Dialect, Notice, unique_columns

FILLED = re.compile(rb"<(?:\w+:)?(?:v|is|f)[ >]")


class WorkbookSource:
    """An opened XLSX file."""

    kind = "xlsx"

    def __init__(self, path: Path, dialect: Dialect, identity: Identity, limits: Limits) -> None:
        self.path = path
        self.size = identity.size
        self._identity = identity
        self._limits = limits
        self.sha256 = hash_file(path)
        try:
            with zipfile.ZipFile(path) as archive:
                check_sizes(path.name, archive, identity.size, limits)
                self._workbook = read_workbook(path.name, archive)
                self._sheet, found = self._choose_sheet(archive, dialect.sheet)
                rows = list(islice(self._rows(archive), limits.sample_lines))
                self._merged = merged_rows(archive, self._sheet)
        except DAMAGES as error:
            raise refuse_package(path.name, "its archive is cut or broken") from error
        header = _find_header(path.name, rows, dialect.header_line, limits)
        self._places = range(min(header.cells), max(header.cells) + 1)
        self.headers = tuple(clean_header(header.cells.get(place, "")) for place in self._places)
        self.columns = unique_columns(self.headers)
        self.native = self._native([row for row in rows if row.number > header.number])
        self.dialect = replace(dialect, sheet=self._sheet.name, header_line=header.number)
        self._above = header.number
        titles = tuple(row.number for row in rows if row.number < header.number)
        title = Notice("TITLE_LINES", "Lines above the header were left out.", len(titles), titles[:5])
        self.notices: tuple[Notice, ...] = (*found, *([title] if titles else []))

    def chunks(self) -> Iterator[Chunk]:
        """The sheet from its first to its last row."""
        count = 0
        with zipfile.ZipFile(self.path) as archive:
            rows = (row for row in self._rows(archive) if row.number > self._above)
            last = self._above
            while batch := list(islice(rows, self._limits.chunk_rows // 4)):
                blank = batch[-1].number - last - len(batch)
                chunk = self._chunk(batch, blank, self.size)
                last = batch[-1].number
                count += len(batch) - chunk.blank + blank
                yield chunk
        if identify(self.path) != self._identity:
            raise refuse_changed(self.path)
        if not count:
            message = f"{self.path.name} has a header but no lines of sales."
            raise FileRefused("NO_LINES", message, "Export the file again; nothing was changed.")

    def _rows(self, archive: zipfile.ZipFile) -> Iterator[Row]:
        return SheetReader(self.path.name, self._workbook, self._limits).rows(archive, self._sheet)

    def _choose_sheet(self, archive: zipfile.ZipFile, named: str | None) -> tuple[Sheet, tuple[Notice, ...]]:
        sheets = self._workbook.sheets
        names = tuple(sheet.name for sheet in sheets)
        if named is not None:
            for sheet in sheets:
                if sheet.name == named:
                    return sheet, ()
            message = f"{self.path.name} has no sheet named {named!r}."
            raise FileRefused("SHEET_NOT_FOUND", message, f"Its sheets: {', '.join(names)}.", details={"sheets": names})
        filled = [sheet for sheet in sheets if not sheet.hidden and _has_rows(archive, sheet)]
        if len(filled) != 1:
            message = f"{self.path.name} has {len(filled)} visible sheets with cells."
            hint = f"Name `sheet` in the mapping: {', '.join(names)}."
            raise FileRefused("SEVERAL_SHEETS" if filled else "NO_LINES", message, hint, details={"sheets": names})
        hidden = sum(sheet.hidden for sheet in sheets)
        notice = Notice("HIDDEN_SHEETS", "Hidden sheets of the workbook were left out.", hidden)
        return filled[0], (notice,) if hidden else ()

    def _native(self, rows: list[Row]) -> dict[str, pl.DataType]:
        """Columns that hold real numbers or dates at least as often as text."""
        native: dict[str, pl.DataType] = {}
        for place, name in zip(self._places, self.columns, strict=True):
            numbers = sum(place in row.numeric for row in rows)
            moments = sum(place in row.temporal for row in rows)
            texts = sum(place in row.cells for row in rows) - numbers - moments
            if numbers + moments and numbers + moments >= texts:
                native[name] = pl.Datetime("ms") if moments > numbers else pl.Float64()
        return native

    def _chunk(self, rows: list[Row], empty: int, done: int) -> Chunk:
        good: list[Row] = []
        bad: list[BadLine] = []
        repeated = 0
        for row in rows:
            texts = [row.cells.get(place, "") for place in self._places]
            if not any(map(str.strip, row.cells.values())):
                empty += 1
            elif tuple(map(clean_header, texts)) == self.headers:
                repeated += 1
            elif rule := self._fault(row):
                bad.append(BadLine(row.number, "\t".join(texts), rule))
            else:
                good.append(row)
        lines = pl.Series(LINE_COLUMN, [row.number for row in good], pl.Int64)
        columns = [
            pl.Series(name, [row.cells.get(place) for row in good], pl.String)
            for place, name in zip(self._places, self.columns, strict=True)
        ]
        return Chunk(pl.DataFrame([lines, *columns]), tuple(bad), empty, repeated, done)

    def _fault(self, row: Row) -> str | None:
        if is_merged(self._merged, row.number):
            return "MERGED_CELLS"
        if any(place not in self._places for place, text in row.cells.items() if text.strip()):
            return "LONG_LINE"
        longest = max(map(len, row.cells.values()))
        return "FIELD_TOO_LONG" if longest > self._limits.field else None


def _has_rows(archive: zipfile.ZipFile, sheet: Sheet) -> bool:
    with archive.open(sheet.part) as stream:
        tail = b""
        while piece := stream.read(1 << 16):
            if FILLED.search(tail + piece):
                return True
            tail = piece[-32:]
    return False


def _find_header(name: str, rows: list[Row], named: int | None, limits: Limits) -> Row:
    filled = [row for row in rows if any(map(str.strip, row.cells.values()))]
    usual = max(Counter(len(row.cells) for row in filled).items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    for row in filled[: limits.header_lines]:
        texts = [text for text in row.cells.values() if text.strip()]
        if named is not None and row.number != named:
            continue
        if named is not None or (len(texts) * 2 >= usual[0] and not row.numeric | row.temporal and are_names(texts)):
            return row
        if len(texts) * 2 >= usual[0]:
            break
    message = f"No header line was found in the first lines of {name}."
    raise FileRefused("NO_HEADER", message, "Name `header_line` in the mapping, or add a line of column names.")
