"""basketPairs on each engine against plain Python over the lines of random ledgers, and a ledger counted by hand."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from csv import DictReader
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend.answer import AnswerContext
from backend.question import DateSpan, Filter, Period, SourceChoice
from backend.reports.rules import Rules
from backend.reports.session import Conventions
from backend.reports.spec import Arguments, SortOrder
from backend.tests.asking import ROOT, Asker, asking, load
from backend.tests.parity.published import engine_over, published
from backend.tests.reports.baskets import BUSINESS, PRODUCTS, Line, Market, in_order, ledger, moment, write
from backend.tests.reports.ledger import check_envelope
from backend.tests.reports.shops import bare_shop, loaded
from druid.catalog.sales import SALES
from druid.tests.prefixes import fresh_prefix

FIELDS = {"ORDERS": "orders", "SUPPORT": "support", "CONFIDENCE": "confidence", "LIFT": "lift"}
MAPPING = ROOT / "ingestion/examples/superstore.yaml"
TABLE, BASE = "product_pairs_month", SALES.base


@dataclass(frozen=True, slots=True)
class Store:
    """A store, its lines, and how it is asked."""

    path: Path
    lines: list[Line]
    engine: str
    druid_url: str

    @asynccontextmanager
    async def asking(self, floor: int = 1) -> AsyncIterator[Asker]:
        engine = engine_over(self.engine, self.path, self.druid_url)
        try:
            yield Asker(AnswerContext(SALES, engine, Conventions(rules=Rules(basket_orders=floor))))
        finally:
            await engine.close()


@pytest.fixture(scope="module")
def market(
    engine_name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """Loaded in two files, so that months are built twice."""
    folder, lines = tmp_path_factory.mktemp("market"), ledger(5)
    early = write([line for n, line in enumerate(lines) if n % 3], folder / "early.csv")
    late = write([line for n, line in enumerate(lines) if n % 3 == 0], folder / "late.csv")
    if engine_name == "embedded":
        for file in (early, late):
            done = load(file, folder / "store")
            assert done.returncode == 0, done.stdout + done.stderr
        yield Store(folder / "store", lines, engine_name, "")
        return
    url = request.getfixturevalue("druid_url")
    with fresh_prefix(url) as prefix:
        for file in (early, late):
            published(file, folder / "store", (url, prefix))
        yield Store(folder / "store", lines, engine_name, url)


def newest_day(lines: list[Line], zone: str) -> date:
    return max(line.moment for line in lines if line.status == "completed").astimezone(ZoneInfo(zone)).date()


def window_of(arguments: Arguments, lines: list[Line]) -> tuple[datetime, datetime]:
    zone = arguments.timezone or "Africa/Nairobi"
    last = newest_day(lines, zone)
    first = {
        Period.ALL: date(2023, 1, 1),
        Period.MONTH: last.replace(day=1),
        Period.YEAR: date(2024, 1, 1),
        Period.LAST_30_DAYS: last - timedelta(days=29),
    }
    if arguments.span is not None:
        start, end = arguments.span.start, arguments.span.end
    else:
        assert arguments.period is not None
        start, end = first[arguments.period], last
    return moment(start, zone), moment(end + timedelta(days=1), zone)


def some_question(chance: random.Random) -> Arguments:
    period = chance.choice((Period.ALL, Period.MONTH, Period.YEAR, Period.LAST_30_DAYS, None, None, None))
    first = date(2024, 1, 1) + timedelta(days=chance.choice((0, 9, 31, 45, 60, 74)))
    span = None if period else DateSpan(first, first + timedelta(days=chance.choice((0, 6, 28, 60))))
    filters = []
    if chance.random() < 0.3:
        filters.append(Filter("branch", tuple(chance.sample(("Nairobi", "Thika", "Lamu", None), 2))))
    if chance.random() < 0.2:
        filters.append(Filter("region", excluded=("Coast",)))
    if chance.random() < 0.5:
        filters.append(Filter("product", tuple(chance.sample((*PRODUCTS, "B07"), chance.choice((1, 1, 3))))))
    return Arguments(
        period=period,
        span=span,
        filters=tuple(filters),
        timezone=chance.choice((None, None, "America/New_York", "Asia/Kolkata")),
        sort_by=chance.choice((None, *FIELDS)),
        order=chance.choice((None, None, SortOrder.ASC)),
        limit=chance.choice((10_000, 10_000, 7)),
        search=chance.choice((None, None, "T", "b1")),
        source=chance.choice((SourceChoice.AUTO, SourceChoice.AUTO, SourceChoice.BASE)),
    )


def passes(filters: tuple[Filter, ...]) -> Callable[[Line], bool]:
    """Filters by place; a filter on product chooses pairs."""

    def keep(line: Line) -> bool:
        for one in filters:
            value = {"branch": line.branch, "region": line.region}.get(one.dimension, "")
            if one.dimension != "product" and one.members is not None and value not in one.members:
                return False
            if one.dimension != "product" and value is not None and value in one.excluded:
                return False
        return True

    return keep


def expected(arguments: Arguments, lines: list[Line], floor: int) -> tuple[Market, list[dict[str, Any]], int]:
    """The market, the rows in order, and how many pairs are below the floor."""
    found = Market.of(lines, window_of(arguments, lines), passes(arguments.filters))
    named = [frozenset(one.members or ()) for one in arguments.filters if one.dimension == "product"]
    chosen = frozenset(name for name in named[0] if name) if named else None
    rows = found.rows(floor, chosen, arguments.search or "")
    below = len(found.rows(1, chosen)) - len(found.rows(floor, chosen))
    ordered = in_order(rows, FIELDS[arguments.sort_by or "ORDERS"], rising=arguments.order is SortOrder.ASC)
    return found, ordered, below


@pytest.mark.parametrize("floor", [1, 2])
async def test_random_questions_are_answered_as_python_counts(market: Store, floor: int) -> None:
    chance = random.Random(floor)
    tables = set()
    async with market.asking(floor) as asker:
        for number in range(30):
            arguments = some_question(chance)
            envelope = await asker.envelope("basketPairs", arguments)
            about = (number, arguments, envelope["error"], envelope["metadata"]["source"])
            assert envelope["error"] is None, about
            check_envelope(envelope)
            found, rows, below = expected(arguments, market.lines, floor)
            limit = arguments.limit or 10
            assert envelope["data"] == rows[:limit], about
            metadata = envelope["metadata"]
            assert metadata["page"]["totalCount"] == len(rows), about
            told = {"orders": found.orders(), "fewestOrders": floor, "pairsBelow": below, "largestBasket": 50}
            assert metadata["extra"] == told, about
            tables |= {part["table"] for part in metadata["source"]["parts"]}
    assert tables >= {TABLE, BASE}


async def test_whole_months_come_from_the_table_and_cut_months_from_the_lines(market: Store) -> None:
    async with market.asking() as asker:

        async def parts(arguments: Arguments) -> list[tuple[str, str, str]]:
            source = (await asker.envelope("basketPairs", arguments))["metadata"]["source"]
            found = [part for part in source["parts"] if "pairOrders" in part["measures"]]
            return sorted((part["table"], part["start"][:10], part["end"][:10]) for part in found)

        end = (newest_day(market.lines, "Africa/Nairobi") + timedelta(days=1)).isoformat()
        assert await parts(Arguments(period=Period.MONTH)) == [(TABLE, f"{end[:7]}-01", end)]
        first = min(line.moment for line in market.lines).astimezone(BUSINESS).date()
        assert first.day > 1
        assert await parts(Arguments(period=Period.ALL)) == [(TABLE, first.isoformat(), end)]
        assert await parts(Arguments(span=DateSpan(date(2024, 1, 20), date(2024, 3, 9)))) == [
            (TABLE, "2024-02-01", "2024-03-01"),
            (BASE, "2024-01-20", "2024-02-01"),
            (BASE, "2024-03-01", "2024-03-10"),
        ]


async def test_what_is_left_out_is_said(market: Store) -> None:
    async with market.asking() as asker:

        async def warnings(first: date, last: date) -> dict[str, str]:
            envelope = await asker.envelope("basketPairs", Arguments(span=DateSpan(first, last)))
            return {warning["code"]: warning["message"] for warning in envelope["metadata"]["warnings"]}

        february = await warnings(date(2024, 2, 1), date(2024, 2, 29))
        assert february["BASKETS_SKIPPED"].startswith("1 order of more than 50 products")
        assert february["PAIRS_APART"].startswith(f"{orders_apart(market.lines, 2):,} orders have lines in two")
        assert "BASKETS_SKIPPED" not in await warnings(date(2024, 3, 1), date(2024, 3, 31))


def orders_apart(lines: list[Line], month: int) -> int:
    """Orders with a line in a month of 2024, whose lines lie in two months or places."""
    start, end = (datetime(2024, month + step, 1, tzinfo=BUSINESS) for step in (0, 1))
    orders: dict[object, list[Line]] = {}
    for line in lines:
        if line.status == "completed":
            orders.setdefault(line.order, []).append(line)
    count = 0
    for found in orders.values():
        first, last = min(line.moment for line in found), max(line.moment for line in found)
        touches = first < end and last >= start
        is_apart = len({(line.branch, line.region) for line in found}) > 1 or first < start <= last
        count += touches and is_apart
    return count


async def test_pages_follow_one_another_and_belong_to_their_question(market: Store) -> None:
    async with market.asking() as asker:
        whole = await asker.data("basketPairs", Arguments(period=Period.ALL, limit=10_000))
        rows: list[Any] = []
        after = None
        while True:
            envelope = await asker.envelope("basketPairs", Arguments(period=Period.ALL, limit=400, after=after))
            rows += envelope["data"]
            after = envelope["metadata"]["page"]["endCursor"]
            if not envelope["metadata"]["page"]["hasNextPage"]:
                break
        assert rows == whole
        other = await asker.envelope("basketPairs", Arguments(period=Period.ALL, sort_by="LIFT", after=after))
        assert other["error"]["code"] == "INVALID_CURSOR"


@pytest.mark.parametrize(
    "refused",
    [
        Filter("customer", ("Wanjiru",)),
        Filter("status", ("pending",)),
        Filter("product_line", ("Food",)),
        Filter("product", excluded=("Tea",)),
        Filter("product", contains="T"),
        Filter("product", is_null=False),
        Filter("product", ("Tea", None)),
    ],
)
async def test_filters_that_say_nothing_about_pairs_are_refused(market: Store, refused: Filter) -> None:
    async with market.asking() as asker:
        error = (await asker.envelope("basketPairs", Arguments(filters=(refused,))))["error"]
    assert error["code"] == "ILLEGAL_COMBINATION"
    assert error["hint"]
    assert refused.dimension == "product" or refused.dimension.replace("_", " ") in error["message"]


async def test_unknown_members_are_told_and_days_never_loaded_are_no_zeros(market: Store) -> None:
    async with market.asking() as asker:
        unknown = await asker.envelope("basketPairs", Arguments(filters=(Filter("product", ("Te",)),)))
        assert unknown["data"] == []
        assert "UNKNOWN_MEMBER" in {warning["code"] for warning in unknown["metadata"]["warnings"]}
        never = await asker.envelope("basketPairs", Arguments(span=DateSpan(date(2020, 1, 1), date(2020, 2, 9))))
        assert never["data"] == []
        assert "NOT_LOADED" in {warning["code"] for warning in never["metadata"]["warnings"]}


async def test_files_without_orders_have_no_pairs(tmp_path: Path) -> None:
    async with asking(bare_shop(tmp_path)) as asker:
        error = (await asker.envelope("basketPairs", Arguments()))["error"]
    assert error["code"] == "DIMENSION_NOT_LOADED"
    assert "orderId" in error["hint"]


async def test_a_ledger_counted_by_hand(tmp_path: Path) -> None:
    """Five orders: bread and butter meet in two, butter and jam in one; the order of flour is of another branch."""
    lines = [
        "__time,ItemName,Branch,OrderId,grossRevenue",
        *(f"2024-05-0{day} 09:00:00,{product},Thika,{order},10" for day, order, product in BREAKFAST),
        "2024-05-04 09:00:00,Flour,Ruiru,1,10",
    ]
    async with asking(loaded(tmp_path, lines)) as asker:
        (row,) = await asker.data("basketPairs", Arguments())
        (turned,) = await asker.data("basketPairs", Arguments(filters=(Filter("product", ("Butter",)),)))
        (at_thika,) = await asker.data("basketPairs", Arguments(filters=(Filter("branch", ("Thika",)),)))
    assert row == {
        "productA": "Bread",
        "productB": "Butter",
        "orders": 2,
        "support": 0.4,
        "confidence": 1.0,
        "confidenceBack": 2 / 3,
        "lift": 2 * 5 / (2 * 3),
        "nulls": [],
    }
    assert (turned["productA"], turned["confidence"], turned["confidenceBack"]) == ("Butter", 2 / 3, 1.0)
    assert (at_thika["support"], at_thika["lift"]) == (0.5, 2 * 4 / (2 * 3))


BREAKFAST = (
    (1, "1", "Bread"),
    (1, "1", "Butter"),
    (2, "2", "Bread"),
    (2, "2", "Butter"),
    (2, "2", "Butter"),
    (3, "3", "Butter"),
    (3, "3", "Jam"),
    (3, "4", "Tea"),
)


async def test_the_public_sample_has_the_pairs_that_its_file_has(tmp_path: Path) -> None:
    """Every pair of the Superstore file over its four years, counted from the file itself."""
    done = load(ROOT / "ingestion/tests/data/superstore.csv", tmp_path, "--mapping", str(MAPPING))
    assert done.returncode == 0, done.stdout + done.stderr
    with (ROOT / "ingestion/tests/data/superstore.csv").open(encoding="utf-8", newline="") as file:
        lines = [
            Line(
                datetime.fromisoformat(row["Order Date"]).replace(tzinfo=BUSINESS),
                row["Product Name"].replace("\xa0", " ").strip(),
                None,
                row["Region"],
                row["Order ID"],
            )
            for row in DictReader(file)
        ]
    whole = Market.of(lines, (datetime(2000, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)), passes(()))
    async with asking(tmp_path, Conventions(currency="USD", rules=Rules(basket_orders=1))) as asker:
        rows = await asker.data("basketPairs", Arguments(period=Period.ALL, limit=10_000))
    assert rows == in_order(whole.rows(1, None), "orders", rising=False)
