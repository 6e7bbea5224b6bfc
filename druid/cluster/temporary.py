"""A cluster that lives as long as one command or one test run, in a folder of its own.

In: perhaps a folder and a port. Out: the instance and its addresses; afterwards neither processes nor folder are left.
What a killed command left behind is ended and removed by the next one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from druid.cluster.instance import Endpoints, Instance
from druid.cluster.locks import Say, quiet
from druid.cluster.runtime import start, stop

_OWNER = "owner"


@contextmanager
def temporary_cluster(
    say: Say = quiet, *, folder: Path | None = None, port: int | None = None, is_quick: bool = True
) -> Iterator[tuple[Instance, Endpoints]]:
    """A running cluster on free ports; a folder that is named is kept, with its data."""
    instance = Instance(folder.resolve() if folder else _fresh_folder(say), port, is_quick)
    try:
        yield instance, start(instance, say)
    finally:
        stop(instance, say, remove=folder is None)


def sweep(home: Path, say: Say) -> None:
    """End and remove what belongs to owners that are gone."""
    for folder in sorted(home.glob("*/")):
        if not _is_owned(folder):
            say(f"Removing a cluster that was left behind in {folder}.")
            stop(Instance(folder), say)
            shutil.rmtree(folder, ignore_errors=True)


def _fresh_folder(say: Say) -> Path:
    home = Path(tempfile.gettempdir()).resolve() / f"sales-druid-{os.getuid()}"
    home.mkdir(mode=0o700, exist_ok=True)
    sweep(home, say)
    folder = Path(tempfile.mkdtemp(dir=home))
    (folder / _OWNER).write_text(f"{os.getpid()} {psutil.Process().create_time()}", encoding="utf-8")
    return folder


def _is_owned(folder: Path) -> bool:
    """Whether the process that made the folder still lives; a folder not yet signed is given the benefit."""
    try:
        pid, began = (folder / _OWNER).read_text(encoding="utf-8").split()
        return psutil.Process(int(pid)).create_time() == float(began)
    except FileNotFoundError:
        return True
    except (psutil.Error, ValueError):
        return False
