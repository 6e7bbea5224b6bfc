"""Raw bytes to normalised UTF-8 text: gzip opened within bounds, encodings transcoded, every line end made `\\n`.

In: a file and a declared encoding, if any. Out: blocks of UTF-8 bytes and, at the end, an independent count of
physical lines. Bytes that the encoding cannot explain pass through as invalid UTF-8, so that their line is found later.
"""

import codecs
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from ingestion.errors import FileRefused
from ingestion.read.bytestream import FileBytes
from ingestion.read.limits import Limits
from ingestion.read.magic import GZIP

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(slots=True)
class LineEnds:
    """How many line ends of each kind a text holds, and whether its last line has one."""

    lf: int = 0
    crlf: int = 0
    cr: int = 0
    open_end: bool = False

    @property
    def lines(self) -> int:
        return self.lf + self.crlf + self.cr + self.open_end


def gunzip(pieces: Iterator[bytes], source: FileBytes, limits: Limits) -> Iterator[bytes]:
    """Unpack gzip members in bounded steps; a bomb, a cut and a damaged archive are refused."""
    unpacker, total, began = zlib.decompressobj(wbits=31), 0, False
    for piece in pieces:
        data = piece
        while data:
            try:
                out = unpacker.decompress(data, limits.block)
            except zlib.error as error:
                hint = "Copy or export the file again."
                raise FileRefused("DAMAGED", f"{source.path.name} is a damaged gzip file.", hint) from error
            began, total = True, total + len(out)
            _refuse_bomb(source, total, limits)
            if out:
                yield out
            data = unpacker.unconsumed_tail
            if unpacker.eof:
                data, began = unpacker.unused_data.lstrip(b"\0"), False
                unpacker = zlib.decompressobj(wbits=31)
    if began:
        hint = "Copy or export the file again."
        raise FileRefused("FILE_CUT", f"{source.path.name} ends in the middle of its gzip data.", hint)


def _refuse_bomb(source: FileBytes, total: int, limits: Limits) -> None:
    too_dense = total > limits.gzip_floor and total > limits.gzip_ratio * source.expected.size
    if too_dense or total > limits.text:
        message = f"{source.path.name} unpacks to more than {total // 1_000_000} MB, which no sales file does."
        raise FileRefused("ARCHIVE_BOMB", message, "Unpack it yourself and look at what is inside.")


def detect_encoding(head: bytes, declared: str | None, name: str) -> str:
    """The encoding by byte-order mark, else as declared, else UTF-8; UTF-16 without a mark is refused."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    if declared is not None:
        return check_encoding(declared)
    sample = head[:4096]
    nuls = max(sample[0::2].count(0), sample[1::2].count(0))
    if nuls > len(sample) * 0.3:
        message = f"{name} looks like UTF-16 without a byte-order mark."
        details = {"candidates": ("utf-16-le", "utf-16-be")}
        hint = "Name `encoding: utf-16-le` (or utf-16-be) in the mapping."
        raise FileRefused("ENCODING", message, hint, line=1, details=details)
    return "utf-8"


def check_encoding(declared: str) -> str:
    """The canonical name of a declared text encoding."""
    try:
        "\n".encode(declared)
        return codecs.lookup(declared).name.removesuffix("-sig")
    except (LookupError, UnicodeError) as error:
        message = f"{declared!r} is not the name of a text encoding."
        raise FileRefused("UNKNOWN_ENCODING", message, "Use a name such as utf-8, cp1252 or utf-16.") from error


def transcode(pieces: Iterator[bytes], encoding: str, name: str) -> Iterator[bytes]:
    """Text of any encoding as UTF-8 bytes without a byte-order mark."""
    if encoding == "utf-8":
        first = next(pieces, b"")
        yield first.removeprefix(codecs.BOM_UTF8)
        yield from pieces
        return
    # lone surrogates of UTF-16 and undefined bytes of code pages both come out as invalid UTF-8
    errors = "surrogatepass" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    try:
        for piece in pieces:
            yield decoder.decode(piece).encode("utf-8", errors)
        yield decoder.decode(b"", final=True).encode("utf-8", errors)
    except UnicodeDecodeError as error:
        hint = "Copy or export the file again."
        raise FileRefused("FILE_CUT", f"{name} ends in the middle of a {encoding} character.", hint) from error


def normalise(pieces: Iterator[bytes], ends: LineEnds) -> Iterator[bytes]:
    """Every line end as `\\n`, counted on the way."""
    held = b""
    for piece in pieces:
        data = held + piece
        held = b"\r" if data.endswith(b"\r") else b""
        data = data[: len(data) - len(held)]
        if data:
            yield _unify(data, ends)
    if held:
        yield _unify(held, ends)


def _unify(data: bytes, ends: LineEnds) -> bytes:
    ends.open_end = not data.endswith((b"\n", b"\r"))
    newlines, returns = data.count(b"\n"), data.count(b"\r")
    pairs = data.count(b"\r\n") if returns else 0
    ends.lf += newlines - pairs
    ends.crlf += pairs
    ends.cr += returns - pairs
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if returns else data


class TextStream:
    """One pass over a text file: its normalised UTF-8 blocks, then its line ends."""

    def __init__(self, source: FileBytes, declared: str | None, limits: Limits) -> None:
        self.source = source
        self.declared = declared
        self.limits = limits
        self.encoding = "utf-8"
        self.ends = LineEnds()

    def blocks(self) -> Iterator[bytes]:
        """Blocks of at most `limits.block` bytes (a transcoded one may be larger)."""
        pieces = self._unpacked()
        head = next(pieces, b"")
        self.encoding = detect_encoding(head, self.declared, self.source.path.name)
        text = transcode(_chain(head, pieces), self.encoding, self.source.path.name)
        size = self.limits.block
        for data in normalise(text, self.ends):
            for start in range(0, len(data), size):
                yield data[start : start + size]

    def _unpacked(self) -> Iterator[bytes]:
        pieces = self.source.pieces()
        head = next(pieces, b"")
        whole = _chain(head, pieces)
        return gunzip(whole, self.source, self.limits) if head.startswith(GZIP) else whole


def _chain(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest
