"""The running account of one text file: lines, faults and odd characters, closed with the verdicts on the whole.

In: each parsed block with its bytes, then the line ends that the byte stream counted by itself.
Out: notices, or a refusal when the file as a whole cannot be trusted.
"""

from dataclasses import dataclass, field

from ingestion.errors import FileRefused
from ingestion.read.block import Block
from ingestion.read.bytetext import LineEnds
from ingestion.read.characters import invisible_lines, is_utf8, looks_like_code_page, readings
from ingestion.read.limits import Limits
from ingestion.read.source import Notice

SHOWN = 5


@dataclass(slots=True)
class Lines:
    """A count of lines and the first few of them."""

    count: int = 0
    first: tuple[int, ...] = ()

    def add(self, lines: list[int] | tuple[int, ...]) -> None:
        self.count += len(lines)
        if lines and len(self.first) < SHOWN:
            self.first = (*self.first, *lines)[:SHOWN]


@dataclass(slots=True)
class Damage:
    """Lines that are not UTF-8."""

    lines: Lines = field(default_factory=Lines)
    code_page: int = 0
    first: tuple[int, bytes] = (0, b"")
    other_alphabets: bool = False


class Ledger:
    """Account of one pass; `line` is the physical line the next record starts on."""

    def __init__(self, name: str, guessed: bool, limits: Limits, above: int) -> None:
        self.name = name
        self.line = above + 1
        self._guessed = guessed
        self._limits = limits
        self._records = 0
        self._inner = 0
        self._open_quotes = Lines()
        self._repeated = Lines()
        self._invisible = Lines()
        self._damage = Damage()
        self._cut = False
        self._last_bad = self._last_blank = False

    def enter(self, block: Block, data: bytes) -> None:
        """Book a block; `data` starts with its bytes."""
        text = data[: block.size]
        if not text.isascii():
            self._look_at_encoding(block, text)
        self._invisible.add(invisible_lines(text, self.line))
        self._records += block.frame.height + len(block.bad)
        self._inner += block.inner
        self._repeated.add(block.repeated)
        self._open_quotes.add(block.open_quotes)
        self._cut = block.cut
        last = self.line + block.lines - 1
        self._last_blank = bool(block.blank) and max(block.blank) == last
        self._last_bad = bool(block.bad) and block.bad[-1].line >= last
        self.line += block.lines

    def _look_at_encoding(self, block: Block, text: bytes) -> None:
        damage = self._damage
        damage.lines.add([line for line, _ in block.damaged])
        damage.code_page += sum(looks_like_code_page(raw) for _, raw in block.damaged)
        if block.damaged and not damage.first[0]:
            damage.first = block.damaged[0]
        if not damage.other_alphabets:
            damage.other_alphabets = _has_multibyte(text, len(block.damaged))
        if damage.code_page > self._limits.bad_early:
            self._check_encoding()

    def close(self, ends: LineEnds) -> tuple[Notice, ...]:
        """The verdicts that need the whole file."""
        self._check_lines(ends)
        self._check_end(ends)
        self._check_encoding()
        self._check_quotes()
        if not self._records:
            message = f"{self.name} has a header but no lines of sales."
            raise FileRefused("NO_LINES", message, "Export the file again; nothing was changed.")
        return tuple(notice for notice in self._notices(ends) if notice.count)

    def _check_lines(self, ends: LineEnds) -> None:
        if ends.lines != self.line - 1:
            message = f"{self.name} has {ends.lines:,} lines, but {self.line - 1:,} were read."
            raise FileRefused(
                "LINE_COUNT", message, "Nothing was loaded; send this file to whoever maintains the loader."
            )

    def _check_end(self, ends: LineEnds) -> None:
        if ends.open_end and self._cut:
            message = f"{self.name} ends in the middle of line {self.line - 1:,}."
            raise FileRefused("FILE_CUT", message, "Copy or export the file again.", line=self.line - 1)

    def _is_too_many(self, count: int) -> bool:
        return count > max(self._limits.bad_floor, self._limits.bad_share * self._records)

    def _check_encoding(self) -> None:
        damage = self._damage
        legacy = self._guessed and damage.code_page > 0 and not damage.other_alphabets
        if legacy or self._is_too_many(damage.lines.count):
            line, raw = damage.first
            found = readings(raw)
            message = f"{self.name} is not UTF-8 text; line {line:,} is the first of {damage.lines.count:,}."
            details = {"candidates": tuple(found), "readings": found}
            hint = "Name `encoding` in the mapping, for example cp1252."
            raise FileRefused("ENCODING", message, hint, line=line, details=details)

    def _check_quotes(self) -> None:
        if self._is_too_many(self._open_quotes.count):
            line = self._open_quotes.first[0]
            message = f"{self._open_quotes.count:,} lines of {self.name} open a quote that never closes."
            hint = "Name `quote` or `escape` in the mapping, or export the file again."
            raise FileRefused("QUOTE", message, hint, line=line)

    def _notices(self, ends: LineEnds) -> tuple[Notice, ...]:
        last = (self.line - 1,)
        maybe_cut = ends.open_end and not self._last_bad and not self._last_blank
        return (
            Notice(
                "REPEATED_HEADER",
                "The header line comes again inside the file.",
                self._repeated.count,
                self._repeated.first,
            ),
            Notice(
                "INVISIBLE_CHARACTER",
                "Some texts hold characters that cannot be seen; they were kept.",
                self._invisible.count,
                self._invisible.first,
            ),
            Notice("MIXED_LINE_ENDS", "The file mixes several kinds of line ends.", _mixture(ends, self._inner)),
            Notice("MAYBE_CUT", "The last line has no line end; the file may be cut.", int(maybe_cut), last),
        )


def _mixture(ends: LineEnds, inner: int) -> int:
    """Lines whose end differs from the usual one, beyond those that can be inside quoted fields."""
    kinds = sorted((ends.lf, ends.crlf, ends.cr))
    others = kinds[0] + kinds[1]
    return others if others > inner else 0


def _has_multibyte(text: bytes, damaged: int) -> bool:
    if not damaged:
        return True
    return any(not row.isascii() and is_utf8(row) for row in text.split(b"\n"))
