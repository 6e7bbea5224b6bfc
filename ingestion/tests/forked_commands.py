"""Many commands of the loader in one go: each is a child that was forked with the libraries imported already.

In: on stdin, a JSON list of lists of words, as they stand after `python -m ingestion`. Out: what the commands say, and
at the end the exit code of the first that did not succeed. Starting Python and its libraries takes longer than a load.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import orjson

from ingestion import progress, report, run, workplace
from ingestion.cli import main as command
from ingestion.plans import load as plans

USED_IN_CHILDREN = (plans, progress, report, run, workplace)
"""A command imports them where it needs them; here, that would be in each child anew."""


def become(words: Sequence[str]) -> NoReturn:
    """The command, which ends its own process."""
    sys.argv = ["ingestion", *words]
    try:
        command()
    finally:
        os._exit(3)


def code_of(words: Sequence[str]) -> int:
    child = os.fork()
    if child == 0:
        become(words)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def main() -> int:
    commands = orjson.loads(sys.stdin.buffer.read())
    return next((code for words in commands if (code := code_of(words))), 0)


if __name__ == "__main__":
    sys.exit(main())
