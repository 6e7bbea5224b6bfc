"""A process that asks every report of one store at a fixed moment and prints the answers.

In: the folder of a store, and the process's own zone and locale. Out: on standard output the answers without what
belongs to a request, as JSON; none of it may depend on the process.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import asdict
from pathlib import Path

import orjson

from backend.tests.whole.test_clock import Clock, all_answers, opened


async def answers(store: Path) -> bytes:
    async with opened(store, Clock()) as doors:
        return orjson.dumps([asdict(told) for told in await all_answers(doors)])


def main() -> None:
    sys.stdout.buffer.write(asyncio.run(answers(Path(sys.argv[1]))))


if __name__ == "__main__":
    main()
