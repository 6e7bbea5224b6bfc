"""Row policies on a real Druid: every answer is that of a store which holds only the permitted lines.

The whole file is published to the cluster and asked under a policy; the oracle is a store of the permitted rows alone,
loaded by the same command and asked on the embedded engine without any policy. Rollups answer on both sides. Names of
other rows are looked for in every byte, files unpacked; the same questions without the policy must differ and leak.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.access.principal import ANYONE, Principal, Role
from backend.access.tests.asking import with_keys
from backend.app import create_app
from backend.exports.forms import FORMS
from backend.reports.spec import ReportSpec
from backend.settings import Settings
from backend.tests.api.log_lines import logged
from backend.tests.asking import load
from backend.tests.parity.published import engine_over, published
from backend.tests.whole.doors import Doors, Told
from backend.tests.whole.market import SCOPES, Row, Scope, canaries, write_rows
from backend.tests.whole.test_canaries import EVERY_NAME, Caller, Ear, seen
from backend.tests.whole.test_canaries import question as widest
from backend.tests.whole.test_equal_doors import SPECS
from backend.tests.whole.test_permitted_lines import ROWS, differences, doors_of, leaks, plain, question, transport_of
from druid.catalog.sales import SALES
from druid.tests.prefixes import fresh_prefix

pytestmark = pytest.mark.druid

Json = Any
ROUNDS = int(os.environ.get("SALES_PARITY_ROUNDS", "1"))
ASKED = [scope for scope in SCOPES if scope.name in {"one branch", "one product line", "the kiosks of a region"}]
COPIES = 6
"""Each order so many times, so that rollups save enough to be built."""


def gathered(rows: list[Row]) -> list[Row]:
    """The rows in four months of 31 days, each order some times."""
    return [
        {**row, "__time": _moved(row["__time"]), "OrderId": f"{row['OrderId']}-{copy}"}
        for row in rows
        for copy in range(COPIES)
    ]


def _moved(moment: str) -> str:
    """
    >>> _moved("2023-11-01 08:00:00"), _moved("2024-06-30 09:00:00")
    ('2023-10-01 08:00:00', '2024-12-30 09:00:00')
    """
    return f"{moment[:5]}{'10' if int(moment[5:7]) % 2 else '12'}{moment[7:]}"


LINES = gathered(ROWS)


@dataclass(frozen=True, slots=True)
class Compared:
    scope: Scope
    mine: Doors
    oracle: Doors
    forbidden: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stage:
    compared: list[Compared]
    unlimited: Doors


@pytest.fixture(scope="module")
def stores(druid_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    folder = tmp_path_factory.mktemp("permitted-on-druid")
    found = {"whole": folder / "whole"}
    for scope in ASKED:
        found[scope.name] = folder / scope.name
        file = write_rows(folder / f"{scope.name}.csv", [row for row in LINES if scope.sees(row)])
        assert load(file, found[scope.name]).returncode == 0
    with fresh_prefix(druid_url) as prefix:
        published(write_rows(folder / "whole.csv", LINES), found["whole"], (druid_url, prefix))
        yield found


@pytest.fixture
async def stage(stores: dict[str, Path], druid_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    wanted = {scope.name: Principal(scope.name, Role.ANALYST, scope.policy) for scope in ASKED}
    path, headers = with_keys(tmp_path, {**wanted, "unlimited": Principal("unlimited", Role.ANALYST, ANYONE.policy)})
    roomy = {"request_timeout_seconds": 120, "max_complexity": 10_000, "rate_limit_per_minute": 0, "cost_per_minute": 0}
    settings = Settings.model_validate({**roomy, "access": "required", "access_file": path, "engine": "druid"})
    async with AsyncExitStack() as stack:
        engine = engine_over("druid", stores["whole"], druid_url)
        stack.push_async_callback(engine.close)
        whole = httpx.ASGITransport(create_app(settings, engine))
        compared = []
        for scope in ASKED:
            oracle = await doors_of(stack, await transport_of(stack, stores[scope.name], **roomy))
            mine = await doors_of(stack, whole, headers[scope.name])
            compared.append(Compared(scope, mine, oracle, canaries(LINES, scope)))
        yield Stage(compared, await doors_of(stack, whole, headers["unlimited"]))


async def told(doors: Doors, seed: int) -> Told:
    spec, asked = question(seed)
    return await (doors.rest(spec, asked) if seed % 2 else doors.graphql(spec, asked))


def said(answer: Told, spec: ReportSpec) -> Json:
    data, error, metadata = plain(answer, spec.name)
    return [data, error, {name: value for name, value in metadata.items() if name != "engine"}]


def seeds() -> Iterator[tuple[int, int]]:
    """Of every report a question for each scope: places of scopes, and seeds that draw the report."""
    for number in range(len(SPECS) * len(ASKED) * ROUNDS):
        place, report = number % len(ASKED), number // len(ASKED)
        yield place, report * len(SCOPES) + place


async def test_answers_are_those_of_the_permitted_lines(stage: Stage) -> None:
    wrong, tables = [], Counter[str]()
    for place, seed in seeds():
        pair, (spec, asked) = stage.compared[place], question(seed)
        mine, oracle = await told(pair.mine, seed), await told(pair.oracle, seed)
        tables.update({part["table"] for part in ((mine.metadata or {}).get("source") or {"parts": ()})["parts"]})
        one, two = said(mine, spec), said(oracle, spec)
        if (found := leaks(one, asked, pair.forbidden)) or one != two:
            wrong.append((seed, pair.scope.name, spec.name, asked, found, differences(one, two)))
    assert json.dumps(wrong, default=str, indent=1) == "[]"
    assert tables[SALES.base] > 5
    assert sum(tables.values()) - tables[SALES.base] > 5


async def test_without_the_policy_they_differ_and_leak(stage: Stage) -> None:
    different = leaking = asked_of = 0
    for place, seed in random.Random(1).sample(list(seeds()), 30):
        pair, (spec, asked) = stage.compared[place], question(seed)
        one, two = said(await told(stage.unlimited, seed), spec), said(await told(pair.oracle, seed), spec)
        asked_of += 1
        different += one != two
        leaking += bool(leaks(one, asked, pair.forbidden))
    assert different > asked_of // 2
    assert leaking > asked_of // 10


async def test_no_canary_in_any_byte(stage: Stage) -> None:
    """Every report as a file of each kind, the printed page, lists of members."""
    pair = stage.compared[0]
    mine, ear = pair.mine, Ear()
    mine.client.event_hooks = {"response": [ear.keep]}
    caller = Caller(mine, ear)
    with logged("info") as log:
        for number, spec in enumerate(SPECS):
            asked = widest(spec)
            for surface in ("rest", list(FORMS)[number % len(FORMS)]):
                await caller.ask(surface, spec, asked)
                assert seen(ear.told(), pair.forbidden, asked) == set(), (spec.name, surface)
        for path in ("/api/reports/overview.html?period=ALL", "/api/filter-options/customer?search=Buyer"):
            assert (await mine.client.get(path)).status_code == 200
            assert seen(ear.told(), pair.forbidden, path) == set(), path
    mine.client.event_hooks = {}
    assert seen(log.getvalue(), EVERY_NAME) == set()
