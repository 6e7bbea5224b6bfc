"""Reading a real Druid while a month is loaded anew: every whole answer is of one version, every other says so."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from backend.tests.asking import ROOT
from backend.tests.engine.druid.real_shop import TRENDS, Json, Line, Published, Shop, by_month, opened, points_of, sales
from druid.tests.prefixes import fresh_prefix

pytestmark = pytest.mark.druid

MARCH = 3
BEFORE = sales(1, 2, MARCH, 4)


def doubled(line: Line) -> Line:
    return {**line, "Sales": str(Decimal(line["Sales"]) * 2)}


AFTER = [doubled(line) for line in sales(MARCH)]
SUMS = {1: by_month(BEFORE), 2: by_month([*sales(1, 2, 4), *AFTER])}
CODED = {"SEGMENTS_UNAVAILABLE", "VERSION_GONE"}


@pytest.fixture
def published(druid_url: str, tmp_path: Path) -> Iterator[Published]:
    with fresh_prefix(druid_url) as prefix:
        made = Published(tmp_path, prefix, druid_url)
        made.load(BEFORE)
        yield made


@dataclass
class Log:
    """What a reader saw: versions in order, and how answers ended."""

    sequences: list[int] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)

    def note(self, status: int, envelope: Json) -> None:
        if envelope["error"] is not None:
            assert envelope["error"]["code"] in CODED, envelope["error"]
            self.outcomes[f"{status} {envelope['error']['code']}"] += 1
            return
        metadata = envelope["metadata"]
        sequence = int(metadata["dataVersion"].partition("-")[0])
        self.sequences.append(sequence)
        seen, told = points_of(envelope), {warning["code"] for warning in metadata["warnings"]}
        quiet = {month: value for month, value in SUMS[sequence].items() if month != MARCH}
        assert {month: value for month, value in seen.items() if month != MARCH} == quiet
        if metadata["complete"]:
            assert seen == SUMS[sequence], f"a whole answer of version {sequence}"
        else:
            assert "LOAD_IN_PROGRESS" in told
        self.outcomes[f"{sequence} {'whole' if metadata['complete'] else 'flagged'}"] += 1


async def read_until(ended: asyncio.Event, shop: Shop, address: str, log: Log) -> None:
    while not ended.is_set():
        log.note(*await shop.get(address))
    log.note(*await shop.get(address))


async def test_answers_during_a_load_are_of_one_version_or_say_so(published: Published) -> None:
    addresses = (TRENDS, TRENDS + "&source=BASE")
    words, environment = published.command(AFTER, "--mode", "replace")
    async with opened(published) as shop:
        logs = [Log() for _ in addresses]
        ended = asyncio.Event()
        readers = [
            asyncio.create_task(read_until(ended, shop, address, log))
            for address, log in zip(addresses, logs, strict=True)
        ]
        loader = await asyncio.create_subprocess_exec(
            *words, cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        told, _ = await loader.communicate()
        ended.set()
        await asyncio.gather(*readers)
    assert loader.returncode == 0, told.decode()
    for log in logs:
        assert log.sequences == sorted(log.sequences), "versions went backwards"
        assert log.sequences[-1] == 2, log.outcomes
        assert log.outcomes["1 flagged"], "nobody read while the month was loaded"
        assert log.outcomes["2 whole"] >= 1
