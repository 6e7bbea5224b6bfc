"""The loader as a process of its own: `python -m ingestion`, with the settings of this server.

In: words of the command. Out: its one JSON document, or a process that writes report and progress to files and
outlives this server. A command that is not wanted any more is ended.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import orjson

from backend.load_errors import LoaderFailed, LoadTimeout
from backend.loads.place import Json
from backend.settings import Settings


def command(words: Sequence[str], settings: Settings) -> list[str]:
    where = ["--data-dir", str(settings.data_dir.absolute()), "--json", "--progress", "json"]
    return [sys.executable, "-m", "ingestion", *words, *where]


def environment(settings: Settings) -> dict[str, str]:
    """This process's, with the settings that both sides share; one thread a question is no rule for a load."""
    shared = {
        "SALES_ENGINE": settings.engine,
        "SALES_DRUID_URL": settings.druid_url,
        "SALES_DRUID_PREFIX": settings.druid_prefix,
        "SALES_TIMEZONE": settings.timezone,
        "SALES_CURRENCY": settings.currency,
    }
    inherited = {name: value for name, value in os.environ.items() if name != "POLARS_MAX_THREADS"}
    return {**inherited, **shared}


async def answer_of(words: Sequence[str], settings: Settings) -> Json:
    """What a command says; raises LoaderFailed when that is nothing, LoadTimeout when it takes too long."""
    process = await asyncio.create_subprocess_exec(
        *command(words, settings),
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    stand_back(process.pid, settings)
    try:
        async with asyncio.timeout(settings.upload_timeout_seconds):
            said, _ = await process.communicate()
    except TimeoutError as error:
        raise LoadTimeout(f"The check did not end within {settings.upload_timeout_seconds:g} seconds.") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    found = document_in(said)
    if found is None:
        raise LoaderFailed("The loader ended without an answer.")
    return found


def start(words: Sequence[str], settings: Settings, folder: Path, held: int) -> subprocess.Popen[bytes]:
    """A command that goes on by itself: its report and progress are files in `folder`, `held` stays open with it."""
    with (folder / "report.json").open("wb") as report, (folder / "progress.jsonl").open("wb") as progress:
        process = subprocess.Popen(
            command(words, settings),
            env=environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=report,
            stderr=progress,
            pass_fds=(held,),
            start_new_session=True,
        )
    stand_back(process.pid, settings)
    return process


def stand_back(pid: int, settings: Settings) -> None:
    """A command that has just begun takes the processors that answers leave it; so do its threads to come."""
    with suppress(ProcessLookupError):
        os.setpriority(os.PRIO_PROCESS, pid, min(os.getpriority(os.PRIO_PROCESS, 0) + settings.load_niceness, 19))


def document_in(said: bytes) -> Json | None:
    """The document that a command printed, None for anything else."""
    try:
        found = orjson.loads(said)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None
