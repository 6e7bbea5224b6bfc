"""The one file of a form, as `curl -F file=@sales.csv` sends it, a chunk at a time and never held in memory.

In: the chunks of a multipart/form-data body. Out: those of its file. A form with fields, with several files, with none,
or cut in the middle is refused.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import NoReturn

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from backend.errors import InvalidParameter
from backend.loads.arrival import Incoming

MOST_AROUND = 65_536
"""Bytes of a form that may be no part of its file: headers, boundaries, what stands before and behind them."""
HINT = "Send one file and nothing else: curl -F file=@sales.csv 'http://.../api/data/check?mode=append'."


class Form:
    """A form as it is read; `incoming` is told the file's name when it has none."""

    def __init__(self, content_type: str, incoming: Incoming) -> None:
        _, options = parse_options_header(content_type)
        boundary = options.get(b"boundary")
        if not boundary:
            _refuse("The form names no boundary.")
        self._incoming = incoming
        self._chunks = incoming.chunks
        self._header = b""
        self._headers: dict[bytes, bytes] = {}
        self._value = b""
        self._found: list[bytes] = []
        self._files = 0
        self._is_over = False
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._on_part_begin,
                    "on_header_field": self._on_header_field,
                    "on_header_value": self._on_header_value,
                    "on_header_end": self._on_header_end,
                    "on_headers_finished": self._on_headers_finished,
                    "on_part_data": self._on_part_data,
                    "on_end": self._on_end,
                },
            )
        except FormParserError:
            _refuse("The boundary of the form is too long.")

    async def file(self) -> AsyncIterator[bytes]:
        """The file; raises InvalidParameter for any other form."""
        around = 0
        async for chunk in self._chunks:
            try:
                self._parser.write(chunk)
            except FormParserError as error:
                raise InvalidParameter("The form cannot be read.", HINT) from error
            piece = b"".join(self._found)
            self._found.clear()
            around += len(chunk) - len(piece)
            if around > MOST_AROUND:
                _refuse("The form holds more than one file.")
            if piece:
                yield piece
        if not self._files:
            _refuse("The form holds no file.")
        if not self._is_over:
            _refuse("The form ends in the middle of its file.")

    def _on_part_begin(self) -> None:
        self._headers.clear()

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header = self._value = b""

    def _on_headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition"))
        if b"filename" not in options:
            _refuse("The form holds a field that is no file.")
        self._files += 1
        if self._files > 1:
            _refuse("The form holds more than one file.")
        self._incoming.name = self._incoming.name or options[b"filename"].decode("utf-8", errors="replace")

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        self._found.append(data[start:end])

    def _on_end(self) -> None:
        self._is_over = True


def _refuse(told: str) -> NoReturn:
    raise InvalidParameter(told, HINT)
