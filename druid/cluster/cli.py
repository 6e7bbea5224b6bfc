"""The command `python -m druid.cluster`: up, down, status, run, jars.

In: arguments. Out: progress on the error stream, the answer on standard output (one JSON document with --json) and the
exit code: 0 done, 1 not (all) running, 2 refused, 3 failed; `run` passes on the code of its command.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import TypedDict, Unpack

import click
import orjson

from druid.cluster.errors import ClusterError
from druid.cluster.held_signals import ENDING
from druid.cluster.instance import Endpoints, Instance
from druid.cluster.jars import cache_folder, verify
from druid.cluster.runtime import READY_SECONDS, ServiceStatus, Status, start, status, stop
from druid.cluster.temporary import temporary_cluster

PORT = 8888
_REFUSALS = {"OTHER_PORT", "PORT_IN_USE", "JAVA_MISSING", "JAVA_TOO_OLD", "MAVEN_MISSING"}

_dir = click.option(
    "--dir", "folder", type=click.Path(path_type=Path), default=Path("var/druid"), help="Folder of the cluster."
)
_wait = click.option(
    "--wait",
    "seconds",
    type=click.IntRange(1),
    default=int(READY_SECONDS),
    help="Longest time to wait until it answers.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_quick = click.option("--quick", is_flag=True, help="Start sooner, for short questions on little data.")
_free = click.option("--free-ports", is_flag=True, help="Take any free ports.")


class Interrupted(KeyboardInterrupt):
    """A request to end. Python ends by SIGINT, whatever the exit code, after a plain KeyboardInterrupt left an `exec`.

    Classes are made by `exec` while modules are imported, so an interrupted import would decide the exit code.
    """


class Start(TypedDict):
    """The arguments of `up`."""

    folder: Path
    port: int | None
    free_ports: bool
    quick: bool
    seconds: int
    as_json: bool


def main() -> None:
    """Run the command; a traceback never reaches a user."""
    for number in ENDING:
        signal.signal(number, _interrupt)
    code = 130
    with suppress(KeyboardInterrupt):
        try:
            code = _end_of_commands()
        except (KeyboardInterrupt, click.Abort):
            _say("Interrupted; what this command started was ended again.")
    sys.exit(code)


def _end_of_commands() -> int:
    """The exit code. An interruption passes through, also one that comes while a failure is being told."""
    try:
        return commands(standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return 2
    except ClusterError as error:
        _say(error.text())
        return 2 if error.code in _REFUSALS else 3
    except OSError as error:
        _say(f"FAILED: {error.strerror or error} ({error.filename or 'no file'}).")
        return 3


@click.group()
def commands() -> None:
    """A real Druid on this machine, without containers."""


@commands.command()
@_dir
@click.option("--port", type=click.IntRange(1, 65535), help=f"Port of the router; {PORT} unless told otherwise.")
@_free
@_quick
@_wait
@_json
def up(**words: Unpack[Start]) -> int:
    """Start the cluster, or what of it does not run, and wait until it answers."""
    folder, port = words["folder"], words["port"]
    found = status(_instance(folder))
    asked = port if port or words["free_ports"] or found.word != "stopped" else PORT
    began = found.word == "running"
    endpoints = start(Instance(folder.resolve(), asked, is_quick=words["quick"]), _say, words["seconds"])
    said = f"{'Druid runs already' if began else 'Druid is ready'}: {endpoints.router}"
    _print(said, {"state": "running", "endpoints": asdict(endpoints)}, as_json=words["as_json"])
    return 0


@commands.command()
@_dir
@click.option("--remove", is_flag=True, help="Remove the folder too, with all data in it.")
@_json
def down(*, folder: Path, remove: bool, as_json: bool) -> int:
    """End the cluster; its data stays for the next start."""
    was_running = stop(_instance(folder), _say, remove=remove)
    said = "Druid is stopped" if was_running else "Druid was not running"
    _print(f"{said}{'; its folder is removed' if remove else ''}.", {"state": "stopped"}, as_json=as_json)
    return 0


@commands.command(name="status")
@_dir
@_json
def tell(*, folder: Path, as_json: bool) -> int:
    """Tell what runs, where and with how much memory."""
    found = status(_instance(folder))
    document = {"state": found.word, "missing": found.missing, **asdict(found)}
    _print(_status_text(found), document, as_json=as_json)
    return 0 if found.word == "running" else 1


@commands.command(context_settings={"ignore_unknown_options": True})
@_free
@_quick
@click.option("--dir", "folder", type=click.Path(path_type=Path), help="Keep the cluster's folder here.")
@click.argument("words", metavar="-- COMMAND...", nargs=-1, required=True, type=click.UNPROCESSED)
def run(*, free_ports: bool, quick: bool, folder: Path | None, words: tuple[str, ...]) -> int:
    """Start a cluster for one command, told in SALES_DRUID_URL, and end it afterwards."""
    port = None if free_ports else PORT
    with temporary_cluster(_say, folder=folder, port=port, is_quick=quick) as (_, endpoints):
        return _command(words, endpoints)


@commands.command()
def jars() -> int:
    """Fetch Druid's jars if need be, and compare every byte of them with the pinned list."""
    paths = verify(cache_folder(os.environ), os.environ, _say)
    _print(f"{len(paths)} jars in {paths[0].parent} are as pinned.", {}, as_json=False)
    return 0


def _instance(folder: Path) -> Instance:
    return Instance(folder.resolve())


def _command(words: Sequence[str], endpoints: Endpoints) -> int:
    """The exit code of the command; an interruption reaches it as well and it is waited for."""
    addresses = {"SALES_DRUID_URL": endpoints.router, "SALES_TEST_DRUID_URL": endpoints.router}
    try:
        running = subprocess.Popen(words, env={**os.environ, **addresses})
    except OSError as failed:
        _say(f"COMMAND: {words[0]} cannot be run ({failed.strerror}).")
        return 127
    with running:
        try:
            code = running.wait()
        except KeyboardInterrupt:
            running.terminate()
            raise
    return code if code >= 0 else 128 - code


def _status_text(found: Status) -> str:
    total = sum(service.resident_bytes or 0 for service in found.services)
    lines = [_service_text(service) for service in found.services]
    place = f" at {found.endpoints.router}, {total / 2**20:,.0f} MiB resident" if found.endpoints else ""
    head = {"running": "Druid runs", "partly": "Druid runs in part", "stopped": "Druid is stopped"}[found.word]
    if found.word == "stopped":
        return f"{head}."
    return "\n".join([f"{head}{place}.", *lines])


def _service_text(service: ServiceStatus) -> str:
    if service.pid is None:
        return "\n".join([f"  {service.name:<12} not running", *(f"    | {line}" for line in service.last)])
    size = f"{(service.resident_bytes or 0) / 2**20:,.0f} MiB"
    return f"  {service.name:<12} port {service.port}  pid {service.pid}  {size}"


def _print(text: str, document: dict[str, object], *, as_json: bool) -> None:
    click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2) if as_json else text)


def _say(text: str) -> None:
    click.echo(text, err=True)


def _interrupt(_: int, __: FrameType | None) -> None:
    """The first request to end ends all in order; more of them would leave services behind.

    One that was on its way when the first was heeded is handed to us although it is ignored by now.
    """
    if signal.getsignal(ENDING[0]) is signal.SIG_IGN:
        return
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    raise Interrupted
