"""Orders that order markers cannot answer for: their completed lines differ in local hour or in an order-level member.

In: the workbench with view `stored` (the whole new base) and table `slots`. Out: `OrderException` values, merged and,
when there are very many, widened to whole local days and then months, so that the manifest stays small. Widening only
ever makes an exception touch more, never less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from druid.catalog.model import Catalog, Level
from druid.store.manifest import OrderException
from ingestion.sink.bench import Workbench, is_completed, listed, quoted
from ingestion.sink.calendar import day_start_ms
from ingestion.sink.port import Mode
from ingestion.sink.store import OWN_ORDER

MOST_EXCEPTIONS = 2_000
LONG_ORDER_MS = 31 * 86_400_000

_ORDERS = """
    WITH spans AS (
        SELECT min(epoch_ms({time})) AS first_ms, max(epoch_ms({time})) AS last_ms, {differences}
        FROM {view} WHERE {completed} AND NOT starts_with({key}, '{own}')
        GROUP BY {key} HAVING first_ms <> last_ms OR {any_difference}
    )
    SELECT first_ms, last_ms, {names}, count(*)
    FROM spans
    JOIN slots AS a ON a.slot = first_ms // 900000
    JOIN slots AS b ON b.slot = last_ms // 900000
    WHERE a.hour_ms <> b.hour_ms OR {any_difference}
    GROUP BY ALL
"""
_TOUCHED = "CREATE OR REPLACE TEMP TABLE touched_keys AS SELECT {key} FROM incoming UNION SELECT {key} FROM {gone}"
_ELSEWHERE = """
    CREATE OR REPLACE TEMP TABLE elsewhere AS SELECT {columns} FROM untouched SEMI JOIN touched_keys USING ({key})
"""
_JUDGED = """
    CREATE OR REPLACE TEMP VIEW {name} AS
    FROM elsewhere UNION ALL SELECT {columns} FROM {lines} SEMI JOIN touched_keys USING ({key})
"""
_DIFFERS = "(min({0}) IS DISTINCT FROM max({0}) OR (count({0}) > 0 AND count({0}) < count(*))) AS {1}"

Counted = Counter[tuple[int, int, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class OrderFindings:
    """The exceptions as the manifest keeps them, and how many orders span more than 31 days."""

    exceptions: tuple[OrderException, ...]
    long_orders: int


def find_exceptions(bench: Workbench, catalog: Catalog, zone: str) -> OrderFindings:
    """Every order key whose completed lines, anywhere in the store, are not of one hour and one set of members."""
    return _findings(_spans(bench, catalog, "stored"), zone)


def gather_touched(bench: Workbench, catalog: Catalog, mode: Mode) -> None:
    """Views `orders_before` and `orders_after`: all lines of the orders that a load can have changed.

    Reads views `incoming`, `untouched` (months that stay), `month_before` and `month_after` (the others). Only the
    order keys of months that stay are read, but for the lines of these orders.
    """
    names = (catalog.time, catalog.order_key, *(d.name for d in catalog.dimensions if d.level is Level.ORDER))
    words = {"key": quoted(catalog.order_key), "columns": listed(quoted(name) for name in dict.fromkeys(names))}
    bench.run(_TOUCHED.format(gone="month_before" if mode is Mode.REPLACE else "incoming", **words))
    bench.run(_ELSEWHERE.format(**words))
    for when in ("before", "after"):
        bench.run(_JUDGED.format(name=f"orders_{when}", lines=f"month_{when}", **words))


def carry_exceptions(
    bench: Workbench, catalog: Catalog, zone: str, known: tuple[OrderException, ...]
) -> OrderFindings | None:
    """The same, from what was known before: orders that a load touched are judged anew in the views
    `orders_before` and `orders_after`, all others stay. None when the known ones were widened.
    """
    if not are_exact(known, zone):
        return None
    found: Counted = Counter({(e.first_ms, e.last_ms, e.varies): e.count for e in known})
    before = _spans(bench, catalog, "orders_before")
    if any(found[span] < count for span, count in before.items()):
        return None
    found.subtract(before)
    found.update(_spans(bench, catalog, "orders_after"))
    return _findings(+found, zone)


def are_exact(known: tuple[OrderException, ...], zone: str) -> bool:
    """Whether exceptions are as found: widened ones all begin and end with a local day."""
    if not known:
        return True
    return any(not _is_whole_days(exception, ZoneInfo(zone)) for exception in known)


def _is_whole_days(exception: OrderException, zone: ZoneInfo) -> bool:
    first, after = exception.first_ms, exception.last_ms + 1
    return all(day_start_ms(_local_day(moment, zone), zone) == moment for moment in (first, after))


def _findings(found: Counted, zone: str) -> OrderFindings:
    long_orders = sum(count for (first, last, _), count in found.items() if last - first > LONG_ORDER_MS)
    return OrderFindings(merge_exceptions(found, zone), long_orders)


def _spans(bench: Workbench, catalog: Catalog, view: str) -> Counted:
    """Exceptions among the lines of a view, as they are."""
    status, _ = catalog.completed
    dimensions = tuple(d.name for d in catalog.dimensions if d.level is Level.ORDER and d.name != status)
    flags = {name: f"differs_{place}" for place, name in enumerate(dimensions)}
    sql = _ORDERS.format(
        view=quoted(view),
        time=quoted(catalog.time),
        differences=listed(_DIFFERS.format(quoted(name), flag) for name, flag in flags.items()),
        completed=is_completed(catalog),
        key=quoted(catalog.order_key),
        own=OWN_ORDER,
        any_difference=" OR ".join(flags.values()),
        names=listed(flags.values()),
    )
    found: Counted = Counter()
    for first, last, *differs, count in bench.run(sql):
        varies = tuple(name for name, is_different in zip(dimensions, differs, strict=True) if is_different)
        found[first, last, varies] += count
    return found


def merge_exceptions(found: Counted, zone: str, most: int = MOST_EXCEPTIONS) -> tuple[OrderException, ...]:
    """At most `most` exceptions: as found, or widened to days, to months, to months whatever varies."""
    for widen in _widenings(ZoneInfo(zone)):
        merged: Counted = Counter()
        for exception, count in found.items():
            merged[widen(exception)] += count
        if len(merged) <= most:
            break
    else:
        merged = _united(merged)
    return tuple(OrderException(first, last, varies, count) for (first, last, varies), count in sorted(merged.items()))


Span = tuple[int, int, tuple[str, ...]]


def _widenings(zone: ZoneInfo) -> Iterable[Callable[[Span], Span]]:
    def to_days(span: Span) -> Span:
        first, last, varies = span
        last_day = _local_day(last, zone)
        return day_start_ms(_local_day(first, zone), zone), day_start_ms(last_day + timedelta(days=1), zone) - 1, varies

    def to_months(span: Span) -> Span:
        first, last, varies = span
        first_day, last_day = _local_day(first, zone).replace(day=1), _local_day(last, zone).replace(day=1)
        after = (last_day + timedelta(days=32)).replace(day=1)
        return day_start_ms(first_day, zone), day_start_ms(after, zone) - 1, varies

    return (lambda span: span), to_days, to_months


def _united(merged: Counted) -> Counted:
    """One exception a first moment: the latest end and everything that varies in any."""
    united: dict[int, tuple[int, frozenset[str], int]] = {}
    for (first, last, varies), count in merged.items():
        known_last, known_varies, known_count = united.get(first, (last, frozenset[str](), 0))
        united[first] = (max(last, known_last), known_varies | set(varies), known_count + count)
    return Counter({(first, last, tuple(sorted(names))): count for first, (last, names, count) in united.items()})


def _local_day(moment_ms: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(moment_ms / 1000, tz=UTC).astimezone(zone).date()
