"""The reader of requests on a connection: httptools, which is fast, with a bound on what it holds before it asks us.

Comes in: bytes of a connection. Goes out: requests for the application; 400 and the end of the connection where the
line and headers of one are larger than any request may be.
"""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_BYTES = 128 * 1024
"""Beyond every limit that the application has for addresses and headers, which it refuses with a code of its own."""


class BoundedRequests(HttpToolsProtocol):
    """Counts the pieces of a connection that hold nothing but the beginning of a request."""

    _is_in_head = True
    _head = 0

    def data_received(self, data: bytes) -> None:
        self._head += len(data) if self._is_in_head else 0
        super().data_received(data)
        if self._head > MOST_BYTES and not self.transport.is_closing():
            self.send_400_response("Invalid HTTP request received.")

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        self._head = 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._is_in_head = True
        super().on_message_complete()
