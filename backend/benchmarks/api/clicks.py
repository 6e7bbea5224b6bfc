"""What people ask: the dashboard's own operations with seeded variables.

In: the documents of `backend.api.operations`, and days and members of a store. Out: bodies for POST /graphql that name
their document by hash, as the dashboard does: different questions of the Overview, and a day's clicks, in which popular
pages, periods and members come back (Zipf). The same seed gives the same bodies.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import orjson

from backend.api.operations import by_hash, digest_of, texts
from druid.catalog.sales import SALES
from druid.store.snapshots import Snapshot

Variables = dict[str, object]

PERIODS = ("MONTH", "LAST_30_DAYS", "WEEK", "QUARTER", "YEAR", "LAST_90_DAYS", "LAST_12_MONTHS", "ALL")
SORTS = ("REVENUE", "PROFIT", "MARGIN", "ORDERS")
FILTERED = {"branch": "branch", "region": "region", "productLine": "product_line", "salesperson": "salesperson"}
"""Dimensions by which pages are filtered: names of the API, and of the catalog."""
PREVIOUS = [{"kind": "PREVIOUS_PERIOD"}]
COMMONEST = 50
"""Members of a dimension that are asked for, those with the most lines."""
FILTERED_SHARE = 0.25
SKEW = 1.5
"""Exponent of the law by which pages, periods, sorts and members are chosen: most readers want the usual."""


@dataclass(frozen=True, slots=True)
class Shop:
    """What can be asked of a store: its days, and the commonest members by the catalog's dimension."""

    first: date
    last: date
    members: Mapping[str, Sequence[str]]


def shop_of(snapshot: Snapshot) -> Shop:
    files = [str(snapshot.path_of(file)) for file in snapshot.manifest.of_table(SALES.base)]
    names = ("branch", "region", "product_line", "salesperson", "product", "customer")
    with duckdb.connect() as connection:
        connection.read_parquet(files).create_view("base")
        span = connection.execute("SELECT min(__time)::DATE, max(__time)::DATE FROM base").fetchone()
        members = {name: _commonest(connection, name) for name in names}
    if span is None:
        raise ValueError("the store holds no lines")
    return Shop(span[0], span[1], members)


def _commonest(connection: duckdb.DuckDBPyConnection, dimension: str) -> list[str]:
    counted = f"FROM base WHERE {dimension} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {COMMONEST}"
    return [row[0] for row in connection.execute(f"SELECT {dimension} {counted}").fetchall()]


def overviews(shop: Shop, count: int, seed: int) -> list[bytes]:
    """Questions of the Overview with no two alike: other days, sorts, and in half of them a member."""
    dice = random.Random(seed)
    days = (shop.last - shop.first).days
    asked: dict[bytes, None] = {}
    while len(asked) < count:
        length = min(dice.choice((7, 28, 30, 31, 61, 91, 182, 365)), days)
        start = shop.first + timedelta(days=dice.randrange(days - length + 1))
        window = {"startDate": start.isoformat(), "endDate": (start + timedelta(days=length - 1)).isoformat()}
        filters = _one_filter(shop, dice, dice.randrange) if dice.random() < 0.5 else None
        view = {**_view("CUSTOM", filters), "dateRange": window}
        asked[_body("OverviewPage", _page("OverviewPage", view, dice.choice(SORTS), ""))] = None
    return list(asked)


PAGES = (
    "OverviewPage",
    "SalespeoplePage",
    "ProductsPage",
    "BranchesPage",
    "CustomersPage",
    "ProfitPage",
    "SalespersonPage",
    "BranchPage",
    "ProductPage",
    "CustomerPage",
    "DataPage",
)
"""By how often they are opened, most often first."""
OF_ONE = {
    "SalespersonPage": "salesperson",
    "BranchPage": "branch",
    "ProductPage": "product",
    "CustomerPage": "customer",
}


def day(shop: Shop, count: int, seed: int) -> list[bytes]:
    """Clicks of a day: a page, a period and, in a quarter of them, a filter, each by Zipf's law."""
    dice = random.Random(seed)

    def common(size: int) -> int:
        return dice.choices(range(size), [(place + 1) ** -SKEW for place in range(size)])[0]

    clicks = []
    for _ in range(count):
        page = PAGES[common(len(PAGES))]
        dimension = OF_ONE.get(page)
        name = shop.members[dimension][common(COMMONEST) % len(shop.members[dimension])] if dimension else ""
        filters = _one_filter(shop, dice, common) if dice.random() < FILTERED_SHARE else None
        view = _view(PERIODS[common(len(PERIODS))], filters)
        clicks.append(_body(page, _page(page, view, SORTS[common(len(SORTS))], name)))
    return clicks


def _one_filter(shop: Shop, dice: random.Random, pick: Callable[[int], int]) -> Variables:
    name, dimension = dice.choice(list(FILTERED.items()))
    members = shop.members[dimension]
    return {name: {"in": [members[pick(len(members))]]}}


def _view(period: str, filters: Variables | None) -> Variables:
    shared: Variables = {"period": period, "dateRange": None, "filters": filters, "compare": PREVIOUS}
    return {**shared, "timezone": None, "shell": False}


def _page(page: str, view: Variables, sort: str, name: str) -> Variables:
    """The variables of a page as its `question.ts` writes them; what a page does not declare is left out later."""
    own: Variables = {**(view["filters"] if isinstance(view["filters"], dict) else {})}
    if dimension := OF_ONE.get(page):
        own[dimension] = {"in": [name]}
    filters = own if page in {"SalespersonPage", "BranchPage"} else view["filters"]
    return {
        **view,
        "filters": filters,
        "ownFilters": own,
        "pairFilters": own or None,
        "focus": filters,
        "team": view["filters"],
        "listPeriod": view["period"],
        "listRange": view["dateRange"],
        "listCompare": view["compare"],
        "name": name,
        "order": "DESC",
        "sortBy": None if page in {"ProductsPage", "CustomersPage"} else sort,
        "driverMetric": "REVENUE",
        "driverDimension": "branch",
        "mixSortBy": "PROFIT" if sort == "ORDERS" else sort,
        **dict.fromkeys(("peopleSort", "lineSort", "branchSort", "customerSort"), sort),
        **dict.fromkeys(("salespeopleSortBy", "linesSortBy", "customersSortBy", "branchesSortBy"), sort),
        **dict.fromkeys(("metric", "cellMetric", "hourMetric"), "REVENUE"),
        **dict.fromkeys(("sparkPeriod", "retentionPeriod"), "LAST_12_MONTHS"),
        "measures": ["netRevenue"],
        "courseSort": [{"field": "netRevenue", "order": "DESC"}],
        "drawn": 3,
        "marginBy": "PRODUCT_LINE",
        "returnsBy": "PRODUCT",
        "priceGrain": "WEEK",
        "pairLimit": 10,
    }


def _body(page: str, variables: Variables) -> bytes:
    document = texts()[page]
    declared = {name: value for name, value in variables.items() if f"${name}:" in document}
    asked = {"operationName": page, "variables": declared, "extensions": by_hash(digest_of(document))}
    return orjson.dumps(asked)
