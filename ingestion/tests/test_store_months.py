"""What lands in the store, against plain Python over the sale lines: base, order keys, markers, rollups, coverage."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from druid.catalog.model import Grain
from druid.catalog.sales import SALES
from druid.store.manifest import Coverage, OrderException
from ingestion.sink.store import Store
from ingestion.tests.sales_store import Row, Sale, load_sales, make_store, manifest_of, stored_lines, table_rows

ZONES = ("Africa/Nairobi", "America/New_York", "Australia/Lord_Howe")


def random_sales(count: int, seed: int) -> list[Sale]:
    """Lines around month ends and clock changes, in few orders, so that everything collides."""
    chance = random.Random(seed)
    starts = tuple(datetime.fromisoformat(f"2024-{day}:00+00:00") for day in ("03-09T00", "03-31T22", "11-02T12"))
    orders = [
        (
            f"INV-{n}",
            chance.choice(starts) + timedelta(minutes=37 * chance.randrange(90)),
            chance.choice(("Asha", "Ben")),
        )
        for n in range(count // 3)
    ]
    return [_random_line(chance, *chance.choice(orders)) for _ in range(count)]


def _random_line(chance: random.Random, order: str, moment: datetime, salesperson: str) -> Sale:
    spread = timedelta(minutes=chance.choice((0, 0, 0, 0, 65, 60 * 24 * 20)))
    product = chance.randrange(4)
    return Sale(
        time=f"{moment + spread:%Y-%m-%dT%H:%M:%S}Z",
        gross_revenue=chance.choice((f"{chance.randrange(1, 99999) / 100:.2f}",) * 4 + ("0.00",)),
        order_id=chance.choice((order, order, order, "")),
        product=f"Product number {product}",
        item_group=f"Group {product // 2}",
        branch=chance.choice(("Nairobi", "Nairobi", "")),
        salesperson=chance.choice((salesperson,) * 9 + ("Chao",)),
        customer=chance.choice(("Wanjiru", "Otieno", "")),
        status=chance.choice(("completed",) * 6 + ("cancelled",)),
        total_cost=chance.choice(("50.00", "")),
    )


def moment_of(row: Row) -> datetime:
    found: datetime = row["__time"]
    return found.replace(tzinfo=UTC)


@pytest.fixture(scope="module", params=ZONES)
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, list[Sale]]:
    store = make_store(tmp_path_factory.mktemp("zone") / "store", request.param)
    sales = random_sales(600, seed=7)
    outcome = load_sales(store, sales[:400], name="first")
    assert outcome.landing is not None
    assert outcome.landing.withdrawn == ()
    second = load_sales(store, sales[400:], name="second")
    assert second.landing is not None
    assert second.landing.withdrawn == ()
    return store, sales


def test_every_line_is_in_the_file_of_its_local_month(loaded: tuple[Store, list[Sale]]) -> None:
    store, sales = loaded
    found = sorted(
        (str(r["order_id"] or ""), moment_of(r).isoformat(), r["gross_revenue"]) for r in stored_lines(store)
    )
    assert found == sorted(
        (s.order_id, s.time.replace("Z", "+00:00"), round(float(s.gross_revenue) * 100) * 100) for s in sales
    )
    for file in manifest_of(store).of_table(SALES.base):
        for row in table_rows_of(store, file.path):
            assert moment_of(row).astimezone(ZoneInfo(store.timezone)).strftime("%Y-%m") == file.month


def table_rows_of(store: Store, path: str) -> list[Row]:
    return pl.read_parquet(store.path / path).to_dicts()


def test_order_keys(loaded: tuple[Store, list[Sale]]) -> None:
    store, _ = loaded
    own = [r["order_key"] for r in stored_lines(store) if r["order_id"] is None]
    assert len(own) == len(set(own))
    for row in stored_lines(store):
        if row["order_id"] is not None:
            assert row["order_key"] == f"{row['branch'] or ''}\x1f{row['order_id']}"


def test_a_marker_stands_on_the_first_completed_line_of_its_group_in_the_month(
    loaded: tuple[Store, list[Sale]],
) -> None:
    store, _ = loaded
    for marker in SALES.markers:
        expected = set()
        seen = set()
        rows = sorted(stored_lines(store), key=lambda r: (moment_of(r), r["load_no"], r["line"]))
        for row in rows:
            local = moment_of(row).astimezone(ZoneInfo(store.timezone))
            month = f"{local:%Y-%m}"
            groups = {
                "first_of_purchase": (month, row["order_key"]),
                "first_of_purchase_day": (local.date(), row["customer"]),
            }
            orders = (month, row["order_key"], row[marker.dimension] if marker.dimension else None)
            group = groups.get(marker.name, orders)
            if marker.name in groups and row["gross_revenue"] <= 0:
                continue
            if marker.name == "first_of_purchase_day" and row["customer"] is None:
                continue
            if row["status"] == "completed" and group not in seen:
                seen.add(group)
                expected.add((row["load_no"], row["line"]))
        found = {(r["load_no"], r["line"]) for r in rows if r[marker.name] == 1}
        assert found == expected
        assert {r[marker.name] for r in rows} == {0, 1}


def bucket_of(moment: datetime, grain: Grain, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    if grain is Grain.HOUR:
        return moment - timedelta(minutes=local.minute, seconds=local.second)
    day = 1 if grain is Grain.MONTH else local.day
    return local.replace(day=day, hour=0, minute=0, second=0, fold=0).astimezone(UTC)


def test_rollups_are_the_completed_lines_summed(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store", "America/New_York")
    sales = random_sales(30, seed=3) * 12
    load_sales(store, sales)
    built = {file.table for file in manifest_of(store).files} & SALES.rollup.keys()
    assert built == set(SALES.rollup)
    for name in built:
        rollup = SALES.rollup[name]
        months = {file.month for file in manifest_of(store).of_table(name)}
        assert {(name, month) for month in _months(store) - months} == {
            p for p in manifest_of(store).not_built if p[0] == name
        }
        expected: dict[tuple[object, ...], list[Row]] = defaultdict(list)
        for row in stored_lines(store):
            month = moment_of(row).astimezone(ZoneInfo(store.timezone)).strftime("%Y-%m")
            if row["status"] == "completed" and month in months:
                bucket = bucket_of(moment_of(row), rollup.grain, ZoneInfo(store.timezone))
                expected[bucket, *(row[d] for d in rollup.dimensions)].append(row)
        found = {(moment_of(r), *(r[d] for d in rollup.dimensions)): r for r in table_rows(store, name)}
        assert found.keys() == expected.keys()
        by_member = {f"first_of_{name}": name for name in ("product", "item_group", "product_line")}
        by_member["first_of_purchase_day"] = "customer"
        markers = {m.name for m in SALES.markers if by_member.get(m.name) in {None, *rollup.dimensions}}
        for key, lines in expected.items():
            for column in (*SALES.summed, *markers):
                values = [line[column] for line in lines if line[column] is not None]
                assert found[key][column] == (sum(values) if values else None), column
            assert found[key]["first_time"] == min(line["__time"] for line in lines)
            assert found[key]["last_time"] == max(line["__time"] for line in lines)
            bought = [line["__time"] for line in lines if line["gross_revenue"] > 0]
            assert found[key]["first_purchase_time"] == min(bought, default=None)
            assert found[key]["last_purchase_time"] == max(bought, default=None)
            assert not ({m.name for m in SALES.markers} - markers) & found[key].keys()


def _months(store: Store) -> set[str]:
    return {file.month for file in manifest_of(store).of_table(SALES.base)}


def test_order_exceptions_touch_every_order_that_markers_cannot_count(loaded: tuple[Store, list[Sale]]) -> None:
    store, _ = loaded
    zone = ZoneInfo(store.timezone)
    orders = defaultdict(list)
    for row in stored_lines(store):
        if row["status"] == "completed" and row["order_id"] is not None:
            orders[row["order_key"]].append(row)
    expected: dict[OrderException, int] = defaultdict(int)
    for lines in orders.values():
        moments = [moment_of(line) for line in lines]
        hours = {bucket_of(moment, Grain.HOUR, zone) for moment in moments}
        dimensions = ("branch", "region", "salesperson", "customer", "account", "channel")
        varies = tuple(d for d in dimensions if len({line[d] for line in lines}) > 1)
        if len(hours) > 1 or varies:
            first, last = (round(m.timestamp() * 1000) for m in (min(moments), max(moments)))
            expected[OrderException(first, last, varies)] += 1
    found = {OrderException(e.first_ms, e.last_ms, e.varies): e.count for e in manifest_of(store).exceptions}
    assert found == dict(expected)
    assert len(found) > 20


def test_facts_of_the_manifest_are_those_of_the_lines(loaded: tuple[Store, list[Sale]]) -> None:
    store, _ = loaded
    rows = stored_lines(store)
    manifest = manifest_of(store)
    for column in SALES.columns:
        assert manifest.columns[column.name] == sum(row[column.name] is not None for row in rows)
    completed = [moment_of(row) for row in rows if row["status"] == "completed"]
    assert manifest.newest_ms == round(max(completed).timestamp() * 1000)
    base = manifest.of_table(SALES.base)
    assert sum(file.rows for file in base) == len(rows)
    assert sum(f.sums["total_cost"] for f in base) == sum(r["total_cost"] for r in rows if r["total_cost"])


def test_late_lines_rebuild_only_the_months_they_touch(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    load_sales(store, [Sale("2024-01-10 10:00:00"), Sale("2024-02-10 10:00:00"), Sale("2024-03-10 10:00:00")])
    before = {file.month: file.path for file in manifest_of(store).of_table(SALES.base)}
    outcome = load_sales(store, [Sale("2024-02-03 08:00:00", "7.00")], name="late")
    after = {file.month: file.path for file in manifest_of(store).of_table(SALES.base)}
    assert outcome.record.months == ("2024-02",)
    assert [month for month in after if before[month] != after[month]] == ["2024-02"]


def test_coverage_is_per_branch_only_when_every_line_names_one(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    load_sales(store, [Sale("2024-01-10 10:00:00"), Sale("2024-01-12 10:00:00", branch="Thika")])
    load_sales(store, [Sale("2024-01-13 10:00:00")], name="next")
    assert manifest_of(store).coverage == (
        Coverage("2024-01-10", "2024-01-13", "Nairobi"),
        Coverage("2024-01-10", "2024-01-12", "Thika"),
    )
    load_sales(store, [Sale("2024-01-11 10:00:00"), Sale("2024-01-20 10:00:00", branch="")], name="nameless")
    assert manifest_of(store).coverage[0] == Coverage("2024-01-11", "2024-01-20", None)
