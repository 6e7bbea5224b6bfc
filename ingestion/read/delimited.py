"""CSV in any dialect as a `Source`: quick blocks where the text is well formed, careful ones where it is not.

In: a path, a dialect, limits. Out: chunks, and at the end the verdicts that need the whole file: encoding, broken
quotes, a cut last line, and the agreement of two independent line counts.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from ingestion.errors import FileRefused
from ingestion.read.block import Block, Table, parse_block
from ingestion.read.bytestream import FileBytes, Identity
from ingestion.read.bytetext import TextStream
from ingestion.read.careful import parse_carefully
from ingestion.read.characters import is_utf8, readings
from ingestion.read.layout import Layout, find_layout
from ingestion.read.ledger import Ledger
from ingestion.read.limits import Limits
from ingestion.read.source import LINE_COLUMN, Chunk, Dialect, Notice, unique_columns


class DelimitedSource:
    """An opened CSV file."""

    kind = "csv"

    def __init__(self, path: Path, dialect: Dialect, identity: Identity, limits: Limits) -> None:
        self.path = path
        self.size = identity.size
        self.sha256 = ""
        self.native: dict[str, pl.DataType] = {}
        self._identity = identity
        self._limits = limits
        self._declared = dialect.encoding
        head, final, encoding = self._head()
        self._layout = _layout(path.name, head, dialect, limits, final=final)
        grammar = self._layout.grammar
        self.dialect = replace(
            dialect, encoding=encoding, delimiter=grammar.delimiter, header_line=self._layout.header_line
        )
        self.headers = self._layout.headers
        self.columns = unique_columns(self.headers)
        self.notices: tuple[Notice, ...] = self._layout.notices

    def chunks(self) -> Iterator[Chunk]:
        """The file from its first to its last record."""
        source = FileBytes(self.path, self._identity)
        stream = TextStream(source, self._declared, self._limits)
        table = Table(self._layout.grammar, self.headers, self.columns, self._layout.extra, self._limits)
        ledger = Ledger(self.path.name, self._declared is None, self._limits, self._layout.line - 1)
        pile = Pile(table)
        for block in _blocks(stream, self._layout, table, ledger):
            pile.add(block)
            if pile.is_full():
                yield pile.take(source.done)
        self.notices = (*self._layout.notices, *ledger.close(stream.ends))
        self.sha256 = source.sha256
        yield pile.take(source.done)

    def _head(self) -> tuple[bytes, bool, str]:
        """Enough of the text to decide its layout, whether that is all of it, and its encoding."""
        stream = TextStream(FileBytes(self.path, self._identity), self._declared, self._limits)
        head, count = bytearray(), 0
        for block in stream.blocks():
            head += block
            count += block.count(b"\n")
            if count > self._limits.sample_lines + self._limits.header_lines or len(head) > self._limits.sample:
                return bytes(head[: head.rfind(b"\n") + 1 or len(head)]), False, stream.encoding
        return bytes(head), True, stream.encoding


class Pile:
    """Blocks gathered until they make a chunk."""

    def __init__(self, table: Table) -> None:
        self._limits = table.limits
        self._blocks: list[Block] = []
        self._empty = pl.DataFrame(schema={LINE_COLUMN: pl.Int64, **dict.fromkeys(table.columns, pl.String)})

    def add(self, block: Block) -> None:
        self._blocks.append(block)

    def is_full(self) -> bool:
        rows = sum(block.frame.height for block in self._blocks)
        bad = sum(len(block.bad) for block in self._blocks)
        size = sum(block.size for block in self._blocks)
        return rows >= self._limits.chunk_rows or bad >= self._limits.chunk_bad or size >= self._limits.chunk

    def take(self, done: int) -> Chunk:
        blocks, self._blocks = self._blocks, []
        frame = pl.concat([self._empty, *(block.frame for block in blocks)])
        bad = tuple(line for block in blocks for line in block.bad)
        blank = sum(len(block.blank) for block in blocks)
        repeated = sum(len(block.repeated) for block in blocks)
        return Chunk(frame, bad, blank, repeated, done)


def _layout(name: str, head: bytes, dialect: Dialect, limits: Limits, *, final: bool) -> Layout:
    if not head.strip():
        raise FileRefused("EMPTY_FILE", f"{name} holds no text.", "Export the file again.")
    text = head.decode("utf-8", "surrogateescape")
    layout = find_layout(name, text if text.endswith("\n") else text + "\n", dialect, limits, final=final)
    top = "".join(layout.headers).encode("utf-8", "surrogateescape")
    if not is_utf8(top):
        details = {"candidates": tuple(readings(top))}
        message = f"The header of {name} is not UTF-8 text."
        hint = "Name `encoding` in the mapping, for example cp1252."
        raise FileRefused("ENCODING", message, hint, line=layout.line - 1, details=details)
    size = len(text[: layout.start].encode("utf-8", "surrogateescape"))
    return replace(layout, start=size)


def _blocks(stream: TextStream, layout: Layout, table: Table, ledger: Ledger) -> Iterator[Block]:
    """Cut the stream at record ends and parse each part, quickly if it can be."""
    rest, skip = b"", layout.start
    for piece in stream.blocks():
        rest += piece[skip:]
        skip = max(0, skip - len(piece))
        while block := _next_block(rest, ledger.line, table):
            ledger.enter(block, rest)
            yield block
            rest = rest[block.size :]
        if len(rest) > table.limits.pending:
            message = f"{ledger.name} has a line of more than {len(rest) // 1_000_000} MB."
            raise FileRefused("NOT_A_TABLE", message, "Check what kind of file it is.", line=ledger.line)
    if rest:
        block = _last_block(rest, ledger.line, table)
        ledger.enter(block, rest)
        yield block


def _next_block(data: bytes, line: int, table: Table) -> Block | None:
    """A block of what is whole, or None when more bytes are needed."""
    if len(data) < table.limits.block:
        return None
    block = parse_block(data, line, table) or parse_carefully(data, line, table, final=False)
    return block if block.size else None


def _last_block(data: bytes, line: int, table: Table) -> Block:
    whole = data if data.endswith(b"\n") else data + b"\n"
    block = parse_block(whole, line, table)
    if block is None or block.size < len(whole):
        block = parse_carefully(whole, line, table, final=True)
    return block
