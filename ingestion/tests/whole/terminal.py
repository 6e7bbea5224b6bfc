"""A terminal for tests: types `python -m ingestion ...` in a folder and notes what came back.

In: words, and what the machine should be like. Out: `Said`. One process serves all commands of a test module.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).parents[3]
CODED = re.compile(r"^([A-Z][A-Z_]+): (.+[.?)])(?: \(line (\d+)\))?\n  (\S.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Said:
    """Exit code, standard output, error stream."""

    code: int
    out: str
    errors: str

    @property
    def refusals(self) -> list[str]:
        """Codes of the refusals; each has a sentence and a hint, or it would not be found."""
        return [found[0] for found in CODED.findall(self.errors)]

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.out)
        return found


class Terminal:
    """Stands in `folder`."""

    def __init__(self, typist: subprocess.Popen[bytes], folder: Path) -> None:
        self._typist = typist
        self.folder = folder

    def type(self, *words: str, **machine: Any) -> Said:  # noqa: ANN401  # `environ`, `limits`, `out`
        case = {"words": list(words), "folder": str(self.folder), **machine}
        assert self._typist.stdin is not None
        assert self._typist.stdout is not None
        self._typist.stdin.write(orjson.dumps(case) + b"\n")
        self._typist.stdin.flush()
        return Said(**orjson.loads(self._typist.stdout.readline()))

    def snapshot(self, store: str) -> Mapping[str, bytes]:
        """Every file that readers of a store may see: its data and its manifests, and nothing half made."""
        files = (path for path in (self.folder / store).rglob("*") if path.is_file())
        kept = (path for path in files if path.parent.name != "quarantine" and path.suffix != ".lock")
        return {str(path): path.read_bytes() for path in kept}


@contextmanager
def open_terminal(folder: Path) -> Iterator[Terminal]:
    streams = folder / "streams"
    streams.mkdir()
    command = [sys.executable, "-m", "ingestion.tests.whole.typed_commands", str(streams)]
    typist = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield Terminal(typist, folder)
    finally:
        assert typist.stdin is not None
        assert typist.stdout is not None
        typist.stdin.close()
        typist.stdout.close()
        typist.wait(timeout=30)
