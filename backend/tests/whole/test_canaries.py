"""Two callers ask the same at the same moment; a name that only one may see is in no byte that the other is sent.

Looked through are JSON of both doors, every kind of file (unpacked), the printed page, lists, suggestions, refusals,
headers, tags and cursors, the log and `/metrics`. The caller who may see the names must be told them on each surface,
or the search would prove nothing.
"""

from __future__ import annotations

import asyncio
import io
import random
import re
import zipfile
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from backend.access.policy import EVERYTHING
from backend.access.principal import Principal, Role
from backend.access.tests.asking import with_keys
from backend.exports.forms import ARROW, CSV, FORMS, PARQUET, XLSX
from backend.reports.spec import ReportSpec
from backend.tests.api.log_lines import logged
from backend.tests.asking import ingest
from backend.tests.whole.doors import Doors
from backend.tests.whole.market import SCOPES, canaries
from backend.tests.whole.test_equal_doors import ALWAYS, DRAWERS, SPECS
from backend.tests.whole.test_permitted_lines import MEMBERS, ROWS, doors_of, loading, transport_of
from backend.tests.whole.unpacked import rows_in, texts

Json = Any
SCOPE = SCOPES[0]
FORBIDDEN = canaries(ROWS, SCOPE)
CANARY = "Buyer Bogoria 03"
"""A customer of another branch than the one that may be seen."""
BUYER = re.compile(r"Buyer \w+ \d\d")
EVERY_NAME = frozenset(name for names in MEMBERS.values() for name in names if " " in name)
REST, GRAPHQL = "rest", "graphql"
SURFACES = (REST, GRAPHQL, *FORMS)


@dataclass
class Ear:
    """Everything that one caller was sent: headers and bodies, unpacked to text."""

    heard: list[str] = field(default_factory=list)

    async def keep(self, response: httpx.Response) -> None:
        body = await response.aread()
        self.heard.append(f"{response.headers.raw!r}")
        self.heard.extend(texts(body, response.headers.get("content-type", "")))

    def told(self) -> str:
        whole = "\n".join(self.heard)
        self.heard.clear()
        return whole


@dataclass
class Caller:
    doors: Doors
    ear: Ear

    async def ask(self, surface: str, spec: ReportSpec, asked: dict[str, Json]) -> None:
        if surface == GRAPHQL:
            await self.doors.graphql(spec, asked)
            return
        client = self.doors.client
        media_type = "application/json" if surface == REST else FORMS[surface].media_type
        # of a file there is nothing to read for the doors, who know envelopes alone
        with accepting(client, media_type), suppress(ValueError):
            await self.doors.rest(spec, asked)


@contextmanager
def accepting(client: httpx.AsyncClient, media_type: str) -> Iterator[None]:
    client.headers["Accept"] = media_type
    yield
    client.headers["Accept"] = "*/*"


@dataclass
class Two:
    """The caller who may see everything, the one who may not, and one who may scrape."""

    whole: Caller
    limited: Caller
    admin: httpx.AsyncClient


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("canaries")
    ingest(*loading(folder, "whole", ROWS, []))
    return folder / "whole"


@pytest.fixture
async def two(store: Path, tmp_path: Path) -> AsyncIterator[Two]:
    wanted = {
        "whole": Principal("whole", Role.ADMIN, EVERYTHING),
        "limited": Principal("limited", Role.ADMIN, SCOPE.policy),
    }
    path, headers = with_keys(tmp_path, wanted)
    async with AsyncExitStack() as stack:
        transport = await transport_of(
            stack, store, access="required", access_file=path, rate_limit_per_minute=0, cost_per_minute=0
        )
        callers = [await caller_of(stack, transport, headers[name]) for name in wanted]
        admin = httpx.AsyncClient(transport=transport, base_url="http://testserver", headers=headers["whole"])
        yield Two(callers[0], callers[1], await stack.enter_async_context(admin))


async def caller_of(stack: AsyncExitStack, transport: httpx.ASGITransport, headers: dict[str, str]) -> Caller:
    doors, ear = await doors_of(stack, transport, headers), Ear()
    doors.client.event_hooks = {"response": [ear.keep]}
    return Caller(doors, ear)


def seen(text: str, names: Iterable[str], asked: object = "") -> set[str]:
    """Names in a text that are not in the question."""
    own = str(asked)
    return {name for name in names if name in text and name not in own}


def question(spec: ReportSpec) -> dict[str, Json]:
    """The widest one: everything of the whole time, with what the report needs."""
    chance = random.Random(spec.name)
    wide: dict[str, Json] = {"period": "ALL", "customerId": CANARY, "productId": "Hammer", "dimension": "customer"}
    wide |= {"dimensions": ["customer"], "measures": ["lines"]}
    names = [name for name in spec.arguments if name in DRAWERS and (name in ALWAYS or name in spec.required)]
    drawn = {name: DRAWERS[name](chance, spec) for name in names if name != "filters"}
    return drawn | {name: value for name, value in wide.items() if name in spec.arguments}


async def test_no_canary_in_any_byte_of_any_report(two: Two) -> None:
    leaked: list[tuple[str, str, set[str]]] = []
    shown: dict[str, int] = dict.fromkeys(SURFACES, 0)
    with logged("info") as log:
        for spec in SPECS:
            asked = question(spec)
            for surface in SURFACES:
                await asyncio.gather(two.whole.ask(surface, spec, asked), two.limited.ask(surface, spec, asked))
                shown[surface] += bool(seen(two.whole.ear.told(), FORBIDDEN, asked))
                if found := seen(two.limited.ear.told(), FORBIDDEN, asked):
                    leaked.append((spec.name, surface, found))
    assert leaked == []
    assert all(count > 5 for count in shown.values()), shown
    assert seen(log.getvalue(), EVERY_NAME) == set()
    assert seen((await two.admin.get("/metrics")).text, EVERY_NAME | FORBIDDEN) == set()


MISSPELT = "Buyer Bogoria 0"
PLACES = (
    "/api/reports/overview.html?period=ALL",
    "/api/filter-options/customer",
    "/api/filter-options/branch?search=o",
    "/api/filter-options/customer?search=Buyer&limit=100",
    "/api/kpis/top-customers?period=ALL&search=Buyer",
    f"/api/kpis/customer-profile?customerId={MISSPELT}",
    "/api/kpis/top-products?period=ALL&branch=Bogorja",
    "/api/kpis/top-products?period=ALL&branch=Bogoria",
    "/api/kpis/branch-performance?period=ALL&salesperson=Seller%20Bogor",
    "/api/kpis/basket-pairs?period=ALL",
    "/api/kpis/nothing",
    "/api/data-version",
    "/api/data-range",
    "/api/diagnostics",
    "/api/health",
    "/api/health/druid",
    "/api/data/loads",
    "/api/data/loads/none/events",
    "/metrics",
    "/openapi.json",
)
DOCUMENTS = (
    '{ topCustomers(period: ALL, search: "Buyer") { data { customer } error { code hint message } } }',
    f'{{ customerProfile(customerId: "{MISSPELT}") {{ error {{ code hint message }} }} }}',
    '{ productPerformance(productId: "Hamme") { error { code hint message } } }',
    '{ filterOptions(dimension: "salesperson") { data { value } error { code } } }',
    "{ topCustomer(period: ALL) { data { customer } } }",
)


async def test_no_canary_in_lists_suggestions_refusals_and_pages(two: Two) -> None:
    whole = ""
    with logged("info") as log:
        for path in PLACES:
            first, second = two.whole.doors.client, two.limited.doors.client
            await asyncio.gather(first.get(path), second.get(path))
            whole += two.whole.ear.told()
            assert seen(two.limited.ear.told(), FORBIDDEN, path) == set(), path
        for query in DOCUMENTS:
            body = {"query": query}
            await asyncio.gather(first.post("/graphql", json=body), second.post("/graphql", json=body))
            whole += two.whole.ear.told()
            assert seen(two.limited.ear.told(), FORBIDDEN, query) == set(), query
    assert {"Bogoria", CANARY, "Seller Bogoria 1"} <= seen(whole, FORBIDDEN)
    assert seen(log.getvalue(), EVERY_NAME) == set()


async def test_what_the_one_has_kept_opens_nothing_to_the_other(two: Two) -> None:
    """Tags and cursors of the caller who may see, in the hands of the one who may not."""
    first, second = two.whole.doors.client, two.limited.doors.client
    for path in (
        "/api/kpis/top-customers",
        "/api/filter-options/customer",
        "/api/data-version",
        "/api/kpis/branch-performance",
    ):
        answer = await first.get(path, params={"limit": 1} if "version" not in path else {})
        tag = answer.headers.get("etag", 'W/"none"')
        other = await second.get(path, headers={"If-None-Match": tag})
        assert other.status_code == 200, path
        assert other.headers.get("etag") != tag, path
        page = answer.json()["metadata"]["page"]
        if page and page["endCursor"]:
            refused = await second.get(path, params={"limit": 1, "after": page["endCursor"]})
            assert refused.json()["error"]["code"] == "INVALID_CURSOR", path
    assert seen(two.limited.ear.told(), FORBIDDEN) == set()


def test_every_packing_is_looked_into() -> None:
    """A name in a file of each kind is found, also where its bytes are compressed."""
    table = pa.table({"customer": [CANARY] * 500}).replace_schema_metadata({"asked": "Bogoria"})
    parquet, arrow, book = io.BytesIO(), io.BytesIO(), io.BytesIO()
    pq.write_table(table, parquet, compression="zstd")
    with pa.ipc.new_stream(arrow, table.schema) as stream:
        stream.write_table(table)
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", CANARY)
    for form, body in ((PARQUET, parquet), (ARROW, arrow), (XLSX, book), (CSV, io.BytesIO(CANARY.encode()))):
        assert CANARY in "\n".join(texts(body.getvalue(), form.content_type)), form.name


async def test_rows_of_every_kind_of_file_are_read(two: Two) -> None:
    """The same list in four kinds of file: so many rows, the same customers in the same order."""
    client, found = two.whole.doors.client, {}
    for form in FORMS.values():
        with accepting(client, form.media_type):
            told = await client.get("/api/kpis/top-customers", params={"period": "ALL"})
        cells = [str(row) for row in rows_in(told.content, told.headers["content-type"])]
        found[form.name] = [names[0] for cell in cells if (names := BUYER.findall(cell))]
    assert len(found["csv"]) > 20
    assert all(names == found["csv"] for names in found.values()), found
