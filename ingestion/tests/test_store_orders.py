"""Order exceptions carried from load to load are those that plain Python finds in all stored lines."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from druid.store.manifest import OrderException
from ingestion.sink.orders import MOST_EXCEPTIONS, are_exact, merge_exceptions
from ingestion.sink.port import Mode
from ingestion.sink.store import Store
from ingestion.tests.sales_store import NOW, SMALL, Row, Sale, load_sales, make_store, manifest_of, stored_lines
from ingestion.verify import undo_load

Exceptions = Counter[tuple[int, int, tuple[str, ...]]]


def expected_exceptions(store: Store) -> Exceptions:
    orders: dict[str, list[Row]] = defaultdict(list)
    for row in stored_lines(store):
        if row["status"] == "completed" and row["order_id"] is not None:
            orders[row["order_key"]].append(row)
    found: Exceptions = Counter()
    for lines in orders.values():
        moments = [line["__time"].replace(tzinfo=UTC) for line in lines]
        hours = {f"{moment.astimezone(ZoneInfo(store.timezone)):%Y-%m-%d %H}" for moment in moments}
        names = ("branch", "region", "salesperson", "customer", "account", "channel")
        varies = tuple(name for name in names if len({line[name] for line in lines}) > 1)
        if len(hours) > 1 or varies:
            first, last = (round(moment.timestamp() * 1000) for moment in (min(moments), max(moments)))
            found[first, last, varies] += 1
    return found


def kept_exceptions(store: Store) -> Exceptions:
    return Counter({(e.first_ms, e.last_ms, e.varies): e.count for e in manifest_of(store).exceptions})


def random_file(chance: random.Random, lines: int) -> list[Sale]:
    """A few lines of few orders, over three months."""
    start = datetime(2024, 1, 25, 9, 30, tzinfo=UTC)
    return [
        Sale(
            f"{start + timedelta(minutes=20 * chance.randrange(3), days=5 * chance.randrange(15)):%Y-%m-%d %H:%M:%S}",
            f"{chance.randrange(1, 9999)}.00",
            order_id=f"INV-{chance.randrange(12)}",
            salesperson=chance.choice(("Asha", "Asha", "Ben")),
            status=chance.choice(("completed", "completed", "cancelled")),
        )
        for _ in range(lines)
    ]


def test_late_files_replaces_and_undos_keep_the_exceptions_right(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store", catalog=SMALL)
    chance = random.Random(11)
    seen: set[int] = set()
    for step in range(10):
        mode = Mode.REPLACE if step % 3 == 2 else Mode.APPEND
        load_sales(store, random_file(chance, 1 if mode is Mode.REPLACE else 9), mode, name=f"file-{step}")
        if step in {4, 7}:
            undo_load(store, NOW)
        assert kept_exceptions(store) == expected_exceptions(store)
        seen.add(len(manifest_of(store).exceptions))
    assert len(seen) > 3


def test_a_replace_ends_an_exception_that_reached_into_another_month(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store", catalog=SMALL)
    load_sales(store, [Sale("2024-01-10 10:00:00", order_id="A"), Sale("2024-02-10 10:00:00", order_id="A")])
    assert len(kept_exceptions(store)) == 1
    load_sales(store, [Sale("2024-02-10 12:00:00", order_id="B")], Mode.REPLACE, name="corrected")
    assert kept_exceptions(store) == {}
    load_sales(store, [Sale("2024-03-10 12:00:00", order_id="A")], name="late")
    assert kept_exceptions(store) == expected_exceptions(store)
    assert len(kept_exceptions(store)) == 1


def test_widened_exceptions_are_never_taken_for_exact_ones() -> None:
    zone = "America/New_York"
    hour = 3_600_000
    found: Exceptions = Counter({(at * hour + 5, at * hour + 2 * hour, ()): 1 for at in range(3 * MOST_EXCEPTIONS)})
    assert not are_exact(merge_exceptions(found, zone), zone)
    assert not are_exact(merge_exceptions(found, zone, most=1), zone)
    assert are_exact(merge_exceptions(found, zone, most=4 * MOST_EXCEPTIONS), zone)
    assert are_exact((OrderException(5, hour),), zone)
