"""`python -m backend`: serve the API on this machine until told to stop.

Comes in: SALES_* settings. Goes out: a running server, its address printed; exit code 2 and a plain sentence when
the settings or the port cannot be used. On SIGTERM readiness ends first, running requests end well.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from types import FrameType

import click
import structlog
import uvicorn

from backend.api.health import Drain
from backend.api.site import BUILT, INDEX
from backend.app import create_app
from backend.logging_config import configure_logging
from backend.settings import Settings, SettingsInvalid, load, misspelt, refuse_open_door
from druid.catalog.check import InconsistentCatalog, check
from druid.catalog.sales import SALES

log = structlog.get_logger("server")
LAST_WORDS_SECONDS = 0.5
"""A connection whose request is still on its way when listening ends gets this long before it counts as idle."""


class Unusable(click.ClickException):
    """The server cannot start as it is set up."""

    exit_code = 2


class DrainingServer(uvicorn.Server):
    """A server that, told to terminate, first says so to its probes and goes on answering for a while."""

    def __init__(self, config: uvicorn.Config, drain: Drain, seconds: float) -> None:
        super().__init__(config)
        self.drain = drain
        self.seconds = seconds

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if sig != signal.SIGTERM or self.drain.is_stopping:
            super().handle_exit(sig, frame)
            return
        self.drain.is_stopping = True
        log.info("server.drain.started", seconds=self.seconds)
        asyncio.get_running_loop().call_later(self.seconds, super().handle_exit, sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, let those just taken say what they want, then end as usual."""
        for server in self.servers:
            server.close()
        await asyncio.sleep(min(self.seconds, LAST_WORDS_SECONDS))
        await super().shutdown(sockets)


@click.command(help="Serve the API. Settings are SALES_* variables or lines of .env.")
@click.option("--reload", is_flag=True, help="Start again when a source file changes.")
def main(reload: bool) -> None:
    try:
        settings = load()
        refuse_open_door(settings)
        check(SALES)
    except SettingsInvalid as error:
        raise _refused(error.sentences) from error
    except InconsistentCatalog as error:
        raise _refused(error.problems) from error
    for sentence in misspelt(os.environ):
        click.echo(f"Warning: {sentence}", err=True)
    _check_port(settings)
    _say_addresses(settings)
    if reload:
        _serve_reloading(settings)
    else:
        _serve(settings)


def _say_addresses(settings: Settings) -> None:
    shown = "localhost" if settings.host == "127.0.0.1" else settings.host
    is_built = ((settings.site_dir or BUILT) / INDEX).is_file()
    dashboard = f"http://{shown}:{settings.port}" if is_built else "not built: `make build`, which needs Node"
    click.echo(f"Dashboard  {dashboard}")
    click.echo(f"GraphiQL   http://{shown}:{settings.port}/graphql")
    click.echo(f"REST       http://{shown}:{settings.port}/docs")


def _refused(sentences: tuple[str, ...]) -> click.ClickException:
    return Unusable("\n".join(sentences))


def _check_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise _refused(
                (f"Port {settings.port} is in use or not allowed. Stop its user, or set SALES_PORT to another.",)
            ) from error


def _serve(settings: Settings) -> None:
    configure_logging(settings.log_level)
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=settings.stop_seconds,
    )
    server = DrainingServer(config, app.state.drain, settings.drain_seconds)
    log.info("server.started", host=settings.host, port=settings.port, engine=settings.engine)
    # the server raises its signal once more when it has ended well: that is no failure
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, _note_stop)
    server.run()


def _note_stop(_sig: int, _frame: FrameType | None) -> None:
    log.info("server.stopped")


def _serve_reloading(settings: Settings) -> None:
    uvicorn.run(
        "backend.app:from_environment",
        factory=True,
        host=settings.host,
        port=settings.port,
        reload=True,
        reload_dirs=["backend", "druid"],
        log_config=None,
        access_log=False,
        ws="none",
    )


if __name__ == "__main__":
    main()
