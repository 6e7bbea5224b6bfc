"""A process that types commands: each one is a child of it, with files for its two streams.

In: one JSON line a command on standard input: `words`, `folder` to stand in, `environ`, `limits` (resource name to
number), `out` (where standard output goes). Out: one JSON line each: exit code, output, errors. Python and its
libraries start once and the children are forked, because starting them a hundred times is what takes long.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

import ingestion.inspection
import ingestion.run
import ingestion.seed.sample
from ingestion.cli import main

PRELOADED = (ingestion.inspection, ingestion.run, ingestion.seed.sample)


def become(case: dict[str, Any], out: str, errors: str) -> None:
    """The child: another folder, other streams, other limits; then the real command, which never comes back."""
    os.chdir(case["folder"])
    os.environ.update(case.get("environ", {}))
    for number, path in ((1, case.get("out", out)), (2, errors)):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, number)
    for name, limit in case.get("limits", {}).items():
        resource.setrlimit(getattr(resource, name), (limit, limit))
    sys.argv = ["python -m ingestion", *case["words"]]
    main()


def run(case: dict[str, Any], folder: str) -> dict[str, Any]:
    out, errors = f"{folder}/out.txt", f"{folder}/errors.txt"
    child = os.fork()
    if child == 0:
        try:
            become(case, out, errors)
        finally:
            os._exit(99)
    _, status = os.waitpid(child, 0)
    said = {}
    for name, path in (("out", case.get("out", out)), ("errors", errors)):
        text = Path(path).read_text("utf-8", "replace") if not path.startswith("/dev/") else ""
        said[name] = text
    return {"code": os.waitstatus_to_exitcode(status), **said}


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line), sys.argv[1])) + "\n")
        sys.stdout.flush()
