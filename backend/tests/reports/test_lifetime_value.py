"""customerLifetimeValue, and lifetime values in topCustomers: odd customers, too little data, filters, new versions."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from backend.access.policy import EVERYTHING
from backend.answer import AnswerContext, RequestFacts, answer, status_of
from backend.engine.embedded import EmbeddedEngine, EmbeddedLease
from backend.question import Filter, Period
from backend.reports.session import Conventions
from backend.reports.spec import Arguments
from backend.tests.asking import NOW, Asker, asking
from backend.tests.reports.ledger import check_envelope
from backend.tests.reports.shops import BARE, loaded
from druid.catalog.model import Catalog
from druid.catalog.sales import SALES

HEADER = "date,order id,branch,customer,item,revenue,returned value"
FIRST = date(2024, 1, 1)
ALL = Arguments(period=Period.ALL, compare=())
ODD = [
    "2024-02-01,R1,Thika,Only Returns,Pen,0,-250",
    "2024-02-02,R2,Thika,Gave Back,Pen,500,0",
    "2024-02-09,R3,Thika,Gave Back,Pen,0,-500",
    "2024-02-03,N1,Ruiru,,Pen,80,0",
    "2024-03-05,Z1,Ruiru,zed,Pen,40,0",
    "2024-03-06,Z2,Ruiru,Zed,Pen,60,0",
]


def patrons(number: int, days: int, seed: int = 1) -> list[str]:
    """Lines of customers who each buy on a few days, at their own mean; `days` is the length of the history."""
    chance = random.Random(seed)
    lines = []
    for who in range(number):
        mean = chance.uniform(100, 900)
        bought = sorted(chance.sample(range(days), min(chance.choice((1, 2, 3, 6)), days)))
        for count, day in enumerate(bought):
            branch = chance.choice(("Thika", "Ruiru"))
            price = round(mean * chance.uniform(0.5, 1.5), 2)
            lines.append(f"{FIRST + timedelta(day)},{who}-{count},{branch},P{who:03},Pen,{price},0")
    return [*lines, f"{FIRST + timedelta(days - 1)},last,Thika,P000,Pen,100,0"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("patrons"), [HEADER, *patrons(120, 200), *ODD])


async def envelopes(store: Path, *asked: tuple[str, Arguments]) -> list[dict[str, Any]]:
    async with asking(store) as asker:
        return [await asker.envelope(report, arguments) for report, arguments in asked]


def of(name: str | None, timezone: str | None = None) -> tuple[str, Arguments]:
    return "customerLifetimeValue", Arguments(customer_id=name, timezone=timezone)


def top(sort_by: str | None = None) -> tuple[str, Arguments]:
    return "topCustomers", replace(ALL, limit=1000, sort_by=sort_by)


async def test_who_never_purchased_has_history_alone(store: Path) -> None:
    (found,) = await envelopes(store, of("Only Returns"))
    check_envelope(found)
    row = found["data"]
    assert (row["historicValue"], row["purchaseDays"]) == (-250, 0)
    unknown = {name for name, value in row.items() if value is None}
    assert unknown == {null["field"] for null in found["metadata"]["nulls"]}
    assert {null["code"] for null in found["metadata"]["nulls"]} == {"NO_PURCHASE"}
    assert {"expectedValue", "lifetimeValue", "probabilityAlive", "firstPurchase", "rank"} <= unknown


async def test_who_returned_everything_is_worth_little_but_nothing_less(store: Path) -> None:
    (found, other) = await envelopes(store, of("Gave Back"), of("P001"))
    assert found["data"]["historicValue"] == 0
    assert 0 < found["data"]["expectedPurchaseValue"] < other["data"]["expectedPurchaseValue"]


async def test_names_that_differ_in_case_are_two_customers(store: Path) -> None:
    small, capital = await envelopes(store, of("zed"), of("Zed"))
    assert (small["data"]["historicValue"], capital["data"]["historicValue"]) == (40, 60)


async def test_the_model_counts_named_buyers_alone(store: Path) -> None:
    (found,) = await envelopes(store, of("P001"))
    lines = [line.split(",") for line in (*patrons(120, 200), *ODD)]
    names = {line[3] for line in lines} - {""}
    days = {who: {line[0] for line in lines if line[3] == who and float(line[5]) > 0} for who in names}
    model = found["data"]["model"]
    assert model["customers"] == sum(bool(own) for own in days.values())
    assert model["repeatCustomers"] == sum(len(own) > 1 for own in days.values())
    assert model["asOf"] == str(FIRST + timedelta(199))


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [("P01", "UNKNOWN_MEMBER", "P0"), (None, "INVALID_PARAMETER", "customerId"), ("p001", "UNKNOWN_MEMBER", "'P001'")],
)
async def test_unknown_names_are_refused(store: Path, name: str | None, code: str, words: str) -> None:
    (found,) = await envelopes(store, of(name))
    assert found["error"]["code"] == code
    assert words in found["error"]["message"] + found["error"]["hint"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (patrons(12, 200), "20 customers who purchased on two days or more are needed"),
        (patrons(200, 20), "28 days since the first purchase is needed; there are 19"),
    ],
    ids=["few customers", "short history"],
)
async def test_not_enough_data_says_what_is_needed(tmp_path: Path, lines: list[str], words: str) -> None:
    told, listed = await envelopes(loaded(tmp_path, [HEADER, *lines]), of("P001"), top())
    assert (told["error"]["code"], told["data"]) == ("NOT_ENOUGH_DATA", None)
    assert words in told["error"]["message"]
    check_envelope(listed)
    codes = {null["code"] for row in listed["data"] for null in row["nulls"] if null["field"] == "lifetimeValue"}
    assert codes == {"NOT_ENOUGH_DATA"}
    assert listed["metadata"]["complete"]


async def test_an_order_by_values_that_are_not_there_is_refused(tmp_path: Path) -> None:
    (found,) = await envelopes(loaded(tmp_path, [HEADER, *patrons(12, 200)]), top(sort_by="LIFETIME_VALUE"))
    assert found["error"]["code"] == "NOT_ENOUGH_DATA"


async def test_without_customers_there_is_no_report(tmp_path: Path) -> None:
    (found,) = await envelopes(loaded(tmp_path, BARE), of("Ann"))
    assert found["error"]["code"] == "DIMENSION_NOT_LOADED"


async def test_the_list_has_the_values_of_the_report(store: Path) -> None:
    (listed,) = await envelopes(store, top(sort_by="LIFETIME_VALUE"))
    check_envelope(listed)
    rows = listed["data"]
    values = {row["customer"]: row["lifetimeValue"] for row in rows}
    names = [name for name, value in values.items() if value is not None]
    singles = await envelopes(store, *(of(name) for name in names[:30]))
    assert [(one["data"]["customer"], one["data"]["rank"]) for one in singles] == [
        (name, place) for place, name in enumerate(names[:30], 1)
    ]
    assert [one["data"]["lifetimeValue"] for one in singles] == [values[name] for name in names[:30]]
    assert sorted((values[name] for name in names), reverse=True) == [values[name] for name in names]
    codes = {row["customer"]: null["code"] for row in rows for null in row["nulls"] if null["field"] == "lifetimeValue"}
    assert codes == {None: "NO_CUSTOMER", "Only Returns": "NO_PURCHASE"}


async def test_filters_and_windows_do_not_change_a_lifetime(store: Path) -> None:
    everything, some = await envelopes(
        store,
        top(),
        ("topCustomers", Arguments(period=Period.MONTH, filters=(Filter("branch", ("Ruiru",)),), limit=99)),
    )
    values = {row["customer"]: row["lifetimeValue"] for row in everything["data"]}
    assert some["data"]
    assert all(values[row["customer"]] == row["lifetimeValue"] for row in some["data"])


async def test_another_zone_changes_how_moments_are_written_alone(store: Path) -> None:
    here, there = await envelopes(store, of("P001"), of("P001", timezone="America/New_York"))
    moments = {"firstPurchase", "lastPurchase"}
    assert {k: v for k, v in here["data"].items() if k not in moments} == {
        k: v for k, v in there["data"].items() if k not in moments
    }
    assert there["data"]["firstPurchase"][-6:] in {"-05:00", "-04:00"}


async def test_a_hundred_visitors_are_one_fit_and_a_load_is_another(tmp_path: Path) -> None:
    store = loaded(tmp_path, [HEADER, *patrons(60, 120)])
    with structlog.testing.capture_logs() as events:
        async with asking(store) as asker:
            asked = [asker.envelope(*of(f"P{who % 60:03}")) for who in range(100)]
            before = await asyncio.gather(*asked)
            loaded(tmp_path, [HEADER, *(line.replace(",P", ",Q") for line in patrons(50, 200, seed=2))], "later.csv")
            after = await asker.envelope(*of("P001"))
    assert [event["event"] for event in events].count("remembered.computed") == 2
    assert {one["data"]["model"]["customers"] for one in before} == {60}
    assert after["data"]["model"]["customers"] == 110
    assert len({one["metadata"]["dataVersion"] for one in (*before, after)}) == 2


class Held(EmbeddedEngine):
    """What takes a lease of its own, as the fit does, waits until it may."""

    def __init__(self, store: Path, catalog: Catalog) -> None:
        super().__init__(store, catalog)
        self.may_lease = asyncio.Event()
        self.may_lease.set()

    @asynccontextmanager
    async def lease(self) -> AsyncIterator[EmbeddedLease]:
        await self.may_lease.wait()
        async with super().lease() as lease:
            yield lease


async def test_who_cannot_wait_may_ask_again(store: Path) -> None:
    """The fit goes on without the request."""
    engine = Held(store, SALES)
    asker = Asker(AnswerContext(SALES, engine, Conventions()))
    report, arguments = of("P001")
    async with engine.lease() as lease:
        engine.may_lease.clear()
        soon = RequestFacts("soon", time.monotonic() + 1.5, NOW, EVERYTHING, lease)
        early = await answer(asker.specs[report], arguments, soon, asker.context)
        engine.may_lease.set()
        late = await asker.envelope(report, arguments)
    await asker.context.close()
    assert (early["error"]["code"], status_of(early)) == ("MODEL_BEING_FITTED", 503)
    assert late["error"] is None


async def test_money_is_exact_and_adds_up(store: Path) -> None:
    (listed,) = await envelopes(store, top())
    found = await envelopes(store, *(of(row["customer"]) for row in listed["data"][:40] if row["lifetimeValue"]))
    for one in found:
        row = one["data"]
        parts = [round(row[name] * 10_000) for name in ("historicValue", "expectedValue", "lifetimeValue")]
        assert parts[0] + parts[1] == parts[2]
        assert row["expectedValue"] >= 0
        assert 0 <= row["probabilityAlive"] <= 1


async def test_a_parameter_at_its_bound_is_a_warning(tmp_path: Path) -> None:
    """Everybody buys every week for the same sum until the last day: nobody leaves, and no value varies."""
    lines = [
        f"{FIRST + timedelta(7 * week)},{who}-{week},Thika,P{who:03},Pen,250,0"
        for who in range(40)
        for week in range(20)
    ]
    (found,) = await envelopes(loaded(tmp_path, [HEADER, *lines]), of("P001"))
    check_envelope(found)
    assert [warning["code"] for warning in found["metadata"]["warnings"]] == ["MODEL_AT_BOUND"]
    assert found["data"]["expectedPurchaseValue"] == pytest.approx(250, rel=0.01)
    assert found["data"]["expectedPurchases"] == pytest.approx(52, rel=0.1)
