"""The reader of requests on a connection: httptools, which is fast, held to what a request may be.

Comes in: bytes of a connection. Goes out: requests for the application; 400 and the end of the connection where more
comes at once than any request may have beside its body. Trailers are dropped, and no other protocol is changed to.
"""

from __future__ import annotations

from httptools import HttpParserError, HttpParserUpgrade
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_BYTES = 128 * 1024
"""Beyond every limit that the application has for addresses and headers, which it refuses with a code of its own."""
ARRIVED = "arrived"
"""Where a request's state says that its body is here, whole: nothing has to be waited for."""
REFUSED = "Invalid HTTP request received."


class BoundedRequests(HttpToolsProtocol):
    """Counts what comes between two things that the application is told of: a head, a piece of a body."""

    _untold = 0
    _owed = 0
    """Bytes of a body that the parser takes for another protocol, because the request asked for one."""

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        self._untold += len(data)
        try:
            while data:
                data = self._after_body(data) if self._owed else self._after_heads(data)
        except HttpParserError:
            self.logger.warning(REFUSED)
            self.send_400_response(REFUSED)
            return
        if self._untold > MOST_BYTES and not self.transport.is_closing():
            self.send_400_response(REFUSED)

    def _after_heads(self, data: bytes) -> bytes:
        """What is left to read after a request that would change to another protocol; it is answered in this one."""
        try:
            self.parser.feed_data(data)
        except HttpParserUpgrade as paused:
            return data[paused.args[0] :]
        return b""

    def _after_body(self, data: bytes) -> bytes:
        body, rest = data[: self._owed], data[self._owed :]
        self._owed -= len(body)
        self.on_body(body)
        if not self._owed:
            self.on_message_complete()
        return rest

    def on_headers_complete(self) -> None:
        self._untold = 0
        if self.parser.should_upgrade():
            self._owed = self._length()
        super().on_headers_complete()
        # a trailer is no header: whoever looked at the headers on the way has not seen it
        self.headers = []

    def _length(self) -> int:
        """The bytes of the body; raises ValueError where only its pieces tell."""
        given = dict(self.headers)
        if b"transfer-encoding" in given:
            raise ValueError("A body in pieces cannot be told from another protocol.")
        return int(given.get(b"content-length", b"0"))

    def on_body(self, body: bytes) -> None:
        self._untold = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        if not self._owed:
            super().on_message_complete()
            self.scope["state"][ARRIVED] = True
