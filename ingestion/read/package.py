"""The inside of an XLSX file before any cell is read: sizes, encryption, sheets, styles, shared strings.

In: an opened zip archive. Out: a `Workbook` value, or a refusal. Everything is read as a stream of XML events;
a document type declaration (the door of entity bombs) is refused.
"""

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.parsers import expat

from ingestion.errors import FileRefused
from ingestion.read.limits import Limits

PIECE = 1 << 18
DATE_FORMATS = frozenset({14, 15, 16, 17, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58})
TIME_FORMATS = frozenset({18, 19, 20, 21, 22, 32, 33, 45, 46, 47})
NOT_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, NotImplementedError, RuntimeError)
Start = Callable[[str, dict[str, str]], object]
End = Callable[[str], object]
Text = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet and where its cells are."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """What cells need in order to be read: texts, and for each style `date`, `time` or None."""

    sheets: tuple[Sheet, ...]
    strings: tuple[str, ...]
    styles: tuple[str | None, ...]
    from_1904: bool


def refuse_package(name: str, why: str) -> FileRefused:
    """The refusal of a workbook that cannot be what a spreadsheet program wrote."""
    return FileRefused("DAMAGED", f"{name} is a damaged workbook: {why}.", "Open it in Excel and save it again.")


def check_sizes(name: str, archive: zipfile.ZipFile, packed: int, limits: Limits) -> None:
    """Refuse bombs and protected workbooks by the archive's directory alone."""
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused("ENCRYPTED", f"{name} is protected by a password.", "Save a copy without a password.")
    total = sum(entry.file_size for entry in entries)
    texts = max((entry.file_size for entry in entries if entry.filename.endswith("sharedStrings.xml")), default=0)
    if (
        total > limits.sheet_text
        or texts > limits.sheet_strings
        or (total > limits.sheet_floor and total > limits.sheet_ratio * packed)
    ):
        message = f"{name} unpacks to {total // 1_000_000:,} MB, which no sales workbook of its size does."
        raise FileRefused("ARCHIVE_BOMB", message, "Save the sheet as CSV and load that.")
    if "xl/workbook.xml" not in archive.namelist():
        raise FileRefused("NOT_A_TABLE", f"{name} is not an Excel workbook inside.", "Save it as XLSX or CSV again.")


def make_parser(name: str, start: Start, end: End | None = None, text: Text | None = None) -> expat.XMLParserType:
    """An XML parser that refuses document types; names come without their prefix."""

    def refuse(*_: object) -> None:
        message = f"{name} declares XML entities, which no spreadsheet program writes."
        raise FileRefused("ARCHIVE_BOMB", message, "Save the sheet as CSV and load that.")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    return parser


def read_part(name: str, archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> None:
    """Feed one whole part to a parser; a part that is not there has no content."""
    if part not in archive.namelist():
        return
    try:
        with archive.open(part) as stream:
            while piece := stream.read(PIECE):
                parser.Parse(piece)
            parser.Parse(b"", True)
    except (expat.ExpatError, *DAMAGES, ValueError) as error:
        raise refuse_package(name, "a part of it cannot be read") from error


def read_workbook(name: str, archive: zipfile.ZipFile) -> Workbook:
    """Sheets, texts and styles."""
    targets = _targets(name, archive)
    found: list[Sheet] = []
    from_1904 = False

    def start(tag: str, values: dict[str, str]) -> None:
        nonlocal from_1904
        tag = tag.rpartition(":")[2]
        if tag == "workbookPr":
            from_1904 = values.get("date1904") in {"1", "true"}
        elif tag == "sheet":
            key = next((value for key, value in values.items() if key.endswith(":id")), "")
            hidden = values.get("state", "visible") != "visible"
            found.append(Sheet(values.get("name", ""), targets.get(key, ""), hidden))

    read_part(name, archive, "xl/workbook.xml", make_parser(name, start))
    sheets = tuple(sheet for sheet in found if sheet.part.startswith("xl/worksheets/"))
    return Workbook(sheets, _strings(name, archive), _styles(name, archive), from_1904)


def _targets(name: str, archive: zipfile.ZipFile) -> dict[str, str]:
    targets: dict[str, str] = {}

    def start(tag: str, values: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            target = values.get("Target", "")
            path = PurePosixPath(target.lstrip("/")) if target.startswith("/") else PurePosixPath("xl") / target
            targets[values.get("Id", "")] = str(path)

    read_part(name, archive, "xl/_rels/workbook.xml.rels", make_parser(name, start))
    return targets


def _strings(name: str, archive: zipfile.ZipFile) -> tuple[str, ...]:
    """Shared texts; runs of rich text are joined, phonetic hints left out."""
    texts: list[str] = []
    runs: list[str] = []
    open_text = phonetic = False

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal open_text, phonetic
        tag = tag.rpartition(":")[2]
        open_text, phonetic = tag == "t", phonetic or tag == "rPh"

    def end(tag: str) -> None:
        nonlocal open_text, phonetic
        tag = tag.rpartition(":")[2]
        open_text, phonetic = False, phonetic and tag != "rPh"
        if tag == "si":
            texts.append("".join(runs))
            runs.clear()

    def text(data: str) -> None:
        if open_text and not phonetic:
            runs.append(data)

    read_part(name, archive, "xl/sharedStrings.xml", make_parser(name, start, end, text))
    return tuple(texts)


def _styles(name: str, archive: zipfile.ZipFile) -> tuple[str | None, ...]:
    custom: dict[int, str] = {}
    kinds: list[str | None] = []
    inside = ""

    def start(tag: str, values: dict[str, str]) -> None:
        nonlocal inside
        tag = tag.rpartition(":")[2]
        if tag == "numFmt":
            custom[int(values.get("numFmtId", "0"))] = values.get("formatCode", "")
        elif tag in {"cellXfs", "cellStyleXfs", "dxfs"}:
            inside = tag
        elif tag == "xf" and inside == "cellXfs":
            number = int(values.get("numFmtId", "0"))
            kinds.append(format_kind(number, custom.get(number)))

    read_part(name, archive, "xl/styles.xml", make_parser(name, start))
    return tuple(kinds)


def format_kind(number: int, code: str | None) -> str | None:
    """Whether a number format shows a `date`, a moment or time of day (`time`), or a plain number.

    >>> format_kind(0, 'dd/mm/yyyy'), format_kind(0, 'yyyy-mm-dd hh:mm'), format_kind(0, '#,##0.00 "days"')
    ('date', 'time', None)
    """
    if code is None:
        return "date" if number in DATE_FORMATS else "time" if number in TIME_FORMATS else None
    letters = NOT_LETTERS.sub("", code.split(";")[0]).lower().replace("general", "")
    if "h" in letters or "s" in letters:
        return "time"
    return "date" if "y" in letters or "d" in letters or "m" in letters else None
