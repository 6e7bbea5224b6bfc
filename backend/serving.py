"""One process that answers: the application behind a socket that is bound already, until it is told to stop.

In: settings and the socket. On SIGTERM readiness ends first, requests go on being taken for `drain_seconds`, running
ones end well within `stop_seconds`; on SIGINT, or a second signal, the waiting is left out.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from types import FrameType

import structlog
import uvicorn

from backend.api.health import Drain
from backend.app import create_app
from backend.heads import BoundedRequests
from backend.logging_config import configure_logging
from backend.machine import open_more_files, share_freed_memory
from backend.settings import Settings

log = structlog.get_logger("server")
LAST_WORDS_SECONDS = 0.5
"""A connection whose request is still on its way when listening ends gets this long before it counts as idle."""
BACKLOG = 2048
"""Connections that wait to be taken."""
TAKEN_AT_ONCE = 1
"""So many a worker takes before it looks at what it has: who is idle takes the next, and none takes all of a burst."""
IDLE_SECONDS = 75
"""A connection that asks nothing is kept this long: longer than callers and balancers keep theirs (5 to 60 seconds), so
that none asks on one that is just being closed."""

CLOSE = (b"connection", b"close")


class DrainingServer(uvicorn.Server):
    """A server that, told to terminate, first says so to its probes and goes on answering for a while.

    `on_ready` is called once it listens.
    """

    def __init__(self, config: uvicorn.Config, drain: Drain, seconds: float, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.drain = drain
        self.seconds = seconds
        self.on_ready = on_ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if sig != signal.SIGTERM or self.drain.is_stopping:
            super().handle_exit(sig, frame)
            return
        self.drain.is_stopping = True
        self._let_go()
        log.info("server.drain.started", seconds=self.seconds)
        asyncio.get_running_loop().call_later(self.seconds, super().handle_exit, sig, frame)

    def _let_go(self) -> None:
        """Every answer from here on is the last of its connection: the caller's next one may go to another server."""
        self.config.encoded_headers = [*self.config.encoded_headers, CLOSE]
        self.server_state.default_headers = [*self.server_state.default_headers, CLOSE]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listening in sockets or ():
            listening.listen(BACKLOG)
        self.on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, let those just taken say what they want, then end as usual."""
        for server in self.servers:
            server.close()
        await asyncio.sleep(min(self.seconds, LAST_WORDS_SECONDS))
        # what is cut off from here on has a line of its own, with its code
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def answer_requests(settings: Settings, listening: socket.socket, on_ready: Callable[[], None] = lambda: None) -> None:
    """Serve until told to stop; a start that fails ends the process with uvicorn's code for that, 3."""
    configure_logging(settings.log_level)
    open_more_files()
    share_freed_memory()
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        http=BoundedRequests,
        ws="none",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=IDLE_SECONDS,
        backlog=TAKEN_AT_ONCE if settings.workers > 1 else BACKLOG,
        timeout_graceful_shutdown=settings.stop_seconds,
    )
    server = DrainingServer(config, app.state.drain, settings.drain_seconds, on_ready)
    # the server raises its signal once more when it has ended well: that is no failure
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, _end_well)
    server.run([listening])


def _end_well(_sig: int, _frame: FrameType | None) -> None:
    """Nothing is left to do."""
