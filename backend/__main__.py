"""`python -m backend`: serve the API on this machine until told to stop.

Comes in: SALES_* settings. Goes out: a running server of one process or several, its address printed; exit code 2 and
a plain sentence when the settings or the port cannot be used.
"""

from __future__ import annotations

import os
import socket
import sys
from contextlib import ExitStack

import click
import structlog

from backend.logging_config import configure_logging
from backend.machine import cores, memory, workers_that_fit
from backend.runtime import private_folder
from backend.settings import PREFIX, Settings, SettingsInvalid, load, misspelt, refuse_open_door
from druid.catalog.check import InconsistentCatalog, check
from druid.catalog.sales import SALES

log = structlog.get_logger("server")


class Unusable(click.ClickException):
    """The server cannot start as it is set up."""

    exit_code = 2


@click.command(help="Serve the API. Settings are SALES_* variables or lines of .env.")
@click.option("--reload", is_flag=True, help="Start again when a source file changes; one process.")
def main(reload: bool) -> None:
    try:
        settings = load()
        refuse_open_door(settings)
        check(SALES)
        _refuse_closed_door(settings)
    except SettingsInvalid as error:
        raise _refused(error.sentences) from error
    except InconsistentCatalog as error:
        raise _refused(error.problems) from error
    for sentence in misspelt(os.environ):
        click.echo(f"Warning: {sentence}", err=True)
    with _bound(settings) as listening:
        _serve(settings, listening, reload=reload)


def _refuse_closed_door(settings: Settings) -> None:
    """Keys that cannot be used stop the start here, in one sentence, and not in every worker."""
    if settings.is_guarded:
        from datetime import UTC, datetime

        from backend.access.start import gate_of

        gate_of(settings, SALES, lambda: datetime.now(UTC))


def _serve(settings: Settings, listening: socket.socket, *, reload: bool) -> None:
    configure_logging(settings.log_level)
    wanted = 1 if reload else settings.workers or workers_that_fit(cores(), memory())
    with ExitStack() as stack:
        try:
            runtime = stack.enter_context(private_folder(settings.runtime_dir))
        except OSError as error:
            raise _refused((f"{PREFIX}RUNTIME_DIR cannot be used: {error.strerror}.",)) from error
        # libraries look at the environment while they are imported, in workers too
        os.environ[f"{PREFIX}RUNTIME_DIR"] = str(runtime)
        served = settings.model_copy(update={"workers": wanted, "runtime_dir": runtime})
        _say_addresses(served)
        code = _serve_reloading(served, listening) if reload else _serve_all(served, listening)
    sys.exit(code)


def _serve_all(settings: Settings, listening: socket.socket) -> int:
    facts = {"host": settings.host, "port": settings.port, "engine": settings.engine, "workers": settings.workers}
    log.info("server.started", **facts)
    code = 0
    if settings.workers == 1:
        from backend.serving import answer_requests

        answer_requests(settings, listening)
    else:
        from backend.supervisor import Supervisor

        code = Supervisor(settings, listening).run()
    log.info("server.stopped")
    return code


def _serve_reloading(settings: Settings, listening: socket.socket) -> int:
    import uvicorn

    listening.close()
    uvicorn.run(
        "backend.app:from_environment",
        factory=True,
        host=settings.host,
        port=settings.port,
        reload=True,
        reload_dirs=["backend", "druid"],
        log_config=None,
        access_log=False,
        proxy_headers=False,
        ws="none",
    )
    return 0


def _say_addresses(settings: Settings) -> None:
    from backend.api.site import BUILT, INDEX

    shown = "localhost" if settings.host == "127.0.0.1" else settings.host
    is_built = ((settings.site_dir or BUILT) / INDEX).is_file()
    dashboard = f"http://{shown}:{settings.port}" if is_built else "not built: `make build`, which needs Node"
    click.echo(f"Dashboard  {dashboard}")
    click.echo(f"GraphiQL   http://{shown}:{settings.port}/graphql")
    click.echo(f"REST       http://{shown}:{settings.port}/docs")


def _refused(sentences: tuple[str, ...]) -> click.ClickException:
    return Unusable("\n".join(sentences))


def _bound(settings: Settings) -> socket.socket:
    """The one socket that every worker takes connections from."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # stated so that connections know that they are TCP: answers go out at once then, not after the next acknowledgement
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        # what a connection could not hand over for so long, even after its answer was written, goes with it
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(settings.write_idle_seconds * 1000))
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        listening.close()
        raise _refused(
            (f"Port {settings.port} is in use or not allowed. Stop its user, or set SALES_PORT to another.",)
        ) from error
    return listening


if __name__ == "__main__":
    main()
