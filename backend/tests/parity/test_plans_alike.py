"""Commission and attainment through both doors, on each engine: plans loaded by the commands, answers by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from backend.reports.registry import reports
from backend.tests.asking import load
from backend.tests.parity.published import application, published
from backend.tests.reports.plans import typed
from backend.tests.reports.shops import HEADER
from backend.tests.reports.test_plan_ledger import RATES, SALES, TARGETS
from backend.tests.whole.doors import Told
from druid.catalog import sales
from druid.store.serving import newest_serving
from druid.tests.prefixes import fresh_prefix

SPECS = {spec.name: spec for spec in reports(sales.SALES)}
FEBRUARY = {"startDate": "2024-02-01", "endDate": "2024-02-29"}


@pytest.fixture(scope="module")
def store(
    engine_name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path, str]]:
    """Sales first, then plans: on a cluster they are a document and nothing else."""
    folder = tmp_path_factory.mktemp("plans")
    for name, lines in (("sales", [HEADER, *SALES]), ("rates", RATES), ("targets", TARGETS)):
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if engine_name == "embedded":
        assert load(folder / "sales.csv", folder / "store").returncode == 0
        for kind in ("rates", "targets"):
            typed(kind, folder / f"{kind}.csv", "--data-dir", folder / "store")
        yield engine_name, folder / "store", ""
        return
    url = request.getfixturevalue("druid_url")
    with fresh_prefix(url) as prefix:
        told = {"SALES_ENGINE": "druid", "SALES_DRUID_URL": url, "SALES_DRUID_PREFIX": prefix}
        published(folder / "sales.csv", folder / "store", (url, prefix))
        before = newest_serving(folder / "store")
        for kind in ("rates", "targets"):
            typed(kind, folder / f"{kind}.csv", "--data-dir", folder / "store", **told)
        after = newest_serving(folder / "store")
        assert before is not None
        assert after is not None
        assert (after.record, after.months) == (before.record + 2, before.months)
        yield engine_name, folder / "store", url


async def both(store: tuple[str, Path, str], report: str, asked: Mapping[str, object]) -> Told:
    async with application(*store) as doors:
        over_rest, over_graphql = await doors.rest(SPECS[report], asked), await doors.graphql(SPECS[report], asked)
    assert over_rest == over_graphql
    return over_rest


async def test_commission_through_both_doors(store: tuple[str, Path, str]) -> None:
    told = await both(store, "salespersonLeaderboard", {"dateRange": FEBRUARY, "sortBy": "COMMISSION", "limit": 10})
    assert told.error is None
    assert [(row["salesperson"], row["commission"], row["rank"]) for row in told.data] == [
        ("Asha", 111.6665, 1),
        ("Ben", 10, 2),
        ("Fay", 2, 3),
        (None, None, 4),
    ]
    assert told.metadata["extra"]["commission"] == 123.6665
    assert {"field": "commission", "code": "NO_SALESPERSON"} in told.data[3]["nulls"]


async def test_attainment_through_both_doors(store: tuple[str, Path, str]) -> None:
    dates = {"startDate": "2024-02-15", "endDate": "2024-03-06"}
    told = await both(store, "salespersonLeaderboard", {"dateRange": dates, "sortBy": "QUOTA_ATTAINMENT", "limit": 10})
    rows = {row["salesperson"]: row for row in told.data}
    # every day trades: 15 of February's 29 and six of March's 31
    share = 1000 * 15 / 29 + 2600 * 6 / 31
    assert rows["Ben"]["target"] == round(share, 4)
    assert rows["Ben"]["quotaAttainment"] == pytest.approx(900 / share, rel=1e-15)
    assert rows["Ben"]["pace"] == pytest.approx(900 * (60 / 21) / 3600, rel=1e-15)
    assert rows["Asha"]["quotaAttainment"] == pytest.approx(1483.33 / (5000 * 15 / 29), rel=1e-15)
    lines = await both(store, "productLines", {"dateRange": FEBRUARY})
    assert {row["productLine"]: row["targetMeasure"] for row in lines.data} == {"Food": "unitsSold", "Home": None}
    branches = await both(store, "branchPerformance", {"dateRange": FEBRUARY, "sortBy": "PACE"})
    assert {row["branch"]: row["pace"] for row in branches.data} == {"Thika": 0.85, "Ruiru": None}


async def test_a_sort_without_plans_is_refused_at_both_doors(store: tuple[str, Path, str]) -> None:
    asked = {"dateRange": FEBRUARY, "sortBy": "PACE", "filters": {"branch": {"in": ["Thika"]}}}
    told = await both(store, "salespersonLeaderboard", asked)
    assert told.code == "ILLEGAL_COMBINATION"
