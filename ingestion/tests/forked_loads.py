"""A process that kills its children: each child loads a file and dies by SIGKILL at a named point.

In: arguments FILE, then pairs STORE POINT[:ARRIVAL]. Out: a line a child, how it ended. The libraries are imported once
and the children forked, because starting Python twenty times is what takes long.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ingestion.faults import disk_from
from ingestion.run import Request, load_file
from ingestion.tests.sales_store import NOW, make_store
from ingestion.watch import Watch


def die_loading(file: Path, folder: Path, point: str) -> None:
    store = make_store(folder, disk=disk_from({"SALES_FAULT": f"kill@{point}"}))
    load_file(store, Request(file), NOW, Watch())


def main() -> None:
    file, *pairs = sys.argv[1:]
    for folder, point in zip(pairs[::2], pairs[1::2], strict=True):
        child = os.fork()
        if child == 0:
            try:
                die_loading(Path(file), Path(folder), point)
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{point} {os.waitstatus_to_exitcode(status)}\n")


if __name__ == "__main__":
    main()
