"""Imports the modules named on the command line and prints what they did besides: files, sockets, processes.

Run as a script in a process of its own. Reading and compiling Python itself is the import system's work and is not
counted; anything else is blamed on the first of our modules found on the stack.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = tuple(str(ROOT / name) for name in ("druid", "ingestion", "backend"))
WATCHED = ("open", "os.", "shutil.", "socket.", "subprocess.", "sqlite3.", "tempfile.", "urllib.", "http.")
QUIET = ("os.fspath",)


def blamed() -> str | None:
    """Our module whose own statement is running now, if it is not itself waiting for an import."""
    frame = inspect.currentframe()
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith("<frozen importlib"):
            return None
        if name.startswith(PACKAGES) and name != __file__:
            return str(Path(name).relative_to(ROOT))
        frame = frame.f_back
    return None


def probe(modules: list[str]) -> list[str]:
    """Import each module; one line for each thing done, in order."""
    seen: list[str] = []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if not event.startswith(WATCHED) or event in QUIET:
            return
        if arguments and str(arguments[0]).endswith((".py", ".pyc")):
            return
        module = blamed()
        if module is not None:
            seen.append(f"{module}: {event} {arguments[:1]}")

    sys.addaudithook(watch)
    for module in modules:
        importlib.import_module(module)
    return seen


if __name__ == "__main__":
    sys.stdout.write(json.dumps(probe(sys.argv[1:])))
