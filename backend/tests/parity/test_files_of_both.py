"""The same file from either engine: every byte of the CSV, every batch of the Arrow stream."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyarrow as pa
import pytest

from backend.tests.parity.published import application, published
from backend.tests.reports.shops import FULL, HEADER
from druid.tests.prefixes import fresh_prefix

pytestmark = pytest.mark.druid
MEMBERS = 'Food,Flour,Thika,Asha,Retail,=Soap,"@Ann, ""B"" 😀"'
STRANGE = f"2024-05-04 09:00:00,{MEMBERS},99999999999.1234,0,8.125,0,6,1,A6,completed"
EXPLORED = {
    "measures": ["netRevenue", "orders", "lastSale"],
    "dimensions": ["customer"],
    "grain": "DAY",
    "period": "ALL",
}
ASKED = ("sales-overview", "sales-trends", "top-products", "branch-performance", "salesperson-leaderboard")


@pytest.fixture(scope="module")
def store(druid_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("files")
    file = folder / "sales.csv"
    file.write_text("\n".join([HEADER, *FULL, STRANGE]) + "\n", encoding="utf-8")
    with fresh_prefix(druid_url) as prefix:
        published(file, folder / "store", (druid_url, prefix))
        yield folder / "store"


async def files(client: httpx.AsyncClient, form: str) -> list[httpx.Response]:
    """Each report's file, explore last."""
    found = [await client.get(f"/api/kpis/{name}", params={"period": "MONTH", "format": form}) for name in ASKED]
    return [*found, await client.post("/api/kpis/explore", params={"format": form}, json=EXPLORED)]


def contents(response: httpx.Response) -> bytes | pa.Table:
    assert response.status_code == 200, response.text
    assert response.headers["x-complete"] == "true"
    is_csv = response.headers["content-type"].startswith("text/csv")
    return response.content if is_csv else pa.ipc.open_stream(response.content).read_all()


@pytest.mark.parametrize("form", ["csv", "arrow"])
async def test_both_engines_give_the_same_files(store: Path, druid_url: str, form: str) -> None:
    async with (
        application("embedded", store, druid_url) as embedded,
        application("druid", store, druid_url) as druid,
    ):
        ours, theirs = await files(embedded.client, form), await files(druid.client, form)
    for one, other in zip(ours, theirs, strict=True):
        assert contents(one) == contents(other), one.request.url
