"""Draws the lines of one week: orders with their lines, and the returns of earlier weeks that fall due.

In: dice, the ledger, the week's cells (day, branch, number of lines); out: frames with money in cents.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from ingestion.seed.chance import Dice
from ingestion.seed.company import BRANCHES, PRODUCTS
from ingestion.seed.ledger import Ledger

_LINES_AN_ORDER = 6
_NEXT_LINE_PERCENT = 64
_SHOP, _PHONE = 86, 94
_CANCELLED, _PENDING = 11, 15
_EXTRA_DISCOUNT = 5
_DUE_FROM, _DUE_SPAN = 7, 15

_ITEMS = pl.DataFrame(
    {
        "product": [p.name for p in PRODUCTS],
        "group": [p.group for p in PRODUCTS],
        "line": [p.line for p in PRODUCTS],
        "returned": [p.returned for p in PRODUCTS],
        "most": [p.units for p in PRODUCTS],
    }
)
_PLACES = pl.DataFrame(
    {"code": [b.code for b in BRANCHES], "name": [b.name for b in BRANCHES], "region": [b.region for b in BRANCHES]}
)


def _money(column: str) -> pl.Expr:
    """Cents as a number with two decimals; a double holds every such amount exactly enough to print."""
    return pl.col(column) / 100


COMPANY_COLUMNS: Mapping[str, pl.Expr] = {
    "__time": pl.col("time"),
    "ProductLine": pl.col("line"),
    "ItemGroup": pl.col("group"),
    "Branch": pl.col("name"),
    "SalesPerson": pl.col("salesperson"),
    "AcctName": pl.col("account"),
    "ItemName": pl.col("product"),
    "CardName": pl.col("customer"),
    "grossRevenue": _money("gross"),
    "returnsValue": _money("returns"),
    "unitsSold": pl.col("units"),
    "unitsReturned": pl.col("back"),
    "totalCost": _money("cost"),
    "lineItemCount": pl.lit(1),
}
ORDER_COLUMNS: Mapping[str, pl.Expr] = {
    "OrderId": pl.col("document"),
    "Region": pl.col("region"),
    "Channel": pl.col("channel"),
    "Status": pl.col("status"),
}


def draw_sales(dice: Dice, ledger: Ledger, cells: pl.DataFrame, number: int, *, has_status: bool) -> pl.DataFrame:
    """The sold lines of the cells, numbered from `number`; `due` is the day a line comes back, if it does."""
    lines = _group_lines(dice, cells, number)
    orders = _draw_orders(dice, ledger, lines.filter(pl.col("place") == 0), has_status=has_status)
    lines = pl.concat([orders[lines["order"]], lines.select("number")], how="horizontal")
    return _price(dice, _draw_goods(dice, ledger, lines))


def _group_lines(dice: Dice, cells: pl.DataFrame, number: int) -> pl.DataFrame:
    """One row a line, with `order` (0, 1, ... within the week) and its `place` in the order."""
    repeated = pl.int_range(pl.len()).repeat_by("lines").explode(empty_as_null=False)
    cell = cells.select(cell=repeated)
    lines = (
        cells[cell["cell"]]
        .select("day", "branch")
        .with_columns(cell, number=number + pl.int_range(pl.len(), dtype=pl.Int64))
    )
    goes_on = dice.below("next line", pl.col("number"), 100) < _NEXT_LINE_PERCENT
    starts = ~goes_on | (pl.col("cell") != pl.col("cell").shift(1)).fill_null(value=True)
    run = pl.when(starts).then(pl.col("number")).forward_fill()
    lines = lines.with_columns(place=(pl.col("number") - run) % _LINES_AN_ORDER)
    return lines.with_columns(order=(pl.col("place") == 0).cum_sum() - 1)


def _draw_orders(dice: Dice, ledger: Ledger, first: pl.DataFrame, *, has_status: bool) -> pl.DataFrame:
    """What the lines of an order share. Chance is keyed by the number of the order's first line."""
    start = ledger.months[0]
    keyed = first.select(
        "day",
        "branch",
        month=pl.col("day").dt.year().cast(pl.Int64) * 12
        + pl.col("day").dt.month()
        - 1
        - (start[0] * 12 + start[1] - 1),
        weekday=pl.col("day").dt.weekday().cast(pl.Int64) - 1,
        second=dice.below("second", pl.col("number"), 3600),
        who=dice.roll("who", pl.col("number")),
        buyer=dice.roll("buyer", pl.col("number")),
        when=dice.roll("when", pl.col("number")),
        channel=_channel(dice.below("channel", pl.col("number"), 100)),
        status=_status(dice.below("status", pl.col("number"), 1000)) if has_status else pl.lit("completed"),
    )
    key = keyed["branch"] * len(ledger.months) + keyed["month"]
    picked = [
        ledger.people.pick(key, keyed["who"]),
        ledger.customers.pick(key, keyed["buyer"]),
        ledger.hours.pick(keyed["weekday"], keyed["when"]),
        _PLACES[keyed["branch"]],
    ]
    orders = pl.concat([keyed.drop("who", "buyer", "when", "weekday"), *picked], how="horizontal")
    second = pl.col("hour") * 3600 + pl.col("second")
    orders = orders.with_columns(time=pl.col("day").cast(pl.Datetime("ms")) + pl.duration(seconds=second))
    return orders.with_columns(document=_document("")).drop("second", "hour")


def _channel(roll: pl.Expr) -> pl.Expr:
    named = pl.when(roll < _SHOP).then(pl.lit("shop")).when(roll < _PHONE).then(pl.lit("phone"))
    return named.otherwise(pl.lit("online"))


def _status(roll: pl.Expr) -> pl.Expr:
    named = pl.when(roll < _CANCELLED).then(pl.lit("cancelled")).when(roll < _PENDING).then(pl.lit("pending"))
    return named.otherwise(pl.lit("completed"))


def _document(mark: str) -> pl.Expr:
    """NBI-230417-0012: branch, day and a count in the order of time."""
    count = pl.col("time").rank("ordinal").over("day", "branch").cast(pl.String).str.zfill(4)
    return pl.concat_str(pl.col("code"), pl.lit("-"), pl.col("day").dt.strftime("%y%m%d"), pl.lit(f"-{mark}"), count)


def _draw_goods(dice: Dice, ledger: Ledger, lines: pl.DataFrame) -> pl.DataFrame:
    """Product, price and units of every line."""
    key = lines["branch"] * 12 + lines["day"].dt.month().cast(pl.Int64) - 1
    roll = lines.select(dice.roll("goods", pl.col("number"))).to_series()
    item = ledger.goods.pick(key, roll)["item"]
    prices = ledger.prices[lines["month"] * len(PRODUCTS) + item]
    chosen = pl.concat([lines, _ITEMS[item], prices], how="horizontal")
    few = pl.min_horizontal(*(dice.roll(name, pl.col("number")) for name in ("units", "fewer")))
    most = (pl.col("most") * pl.col("multiple")).cast(pl.UInt64)
    return chosen.with_columns(units=(few * most // (1 << 32)).cast(pl.Int64) + 1)


def _price(dice: Dice, lines: pl.DataFrame) -> pl.DataFrame:
    """Gross after discounts and cost, in cents, and whether and when the line comes back."""
    is_generous = dice.below("generous", pl.col("number"), 1000) < pl.col("generosity")
    percent = 100 - pl.col("discount") - pl.when(is_generous).then(_EXTRA_DISCOUNT).otherwise(0)
    comes_back = (dice.below("returned", pl.col("number"), 1000) < pl.col("returned")) & (
        pl.col("status") == "completed"
    )
    due = pl.col("day") + pl.duration(days=_DUE_FROM + dice.below("due", pl.col("number"), _DUE_SPAN))
    return lines.with_columns(
        gross=(pl.col("units") * pl.col("price") * percent + 50) // 100,
        returns=pl.lit(0, dtype=pl.Int64),
        back=pl.lit(0, dtype=pl.Int64),
        unit_cost=pl.col("cost"),
        cost=pl.col("units") * pl.col("cost"),
        due=pl.when(comes_back).then(due),
    ).drop("price", "discount", "generosity", "multiple", "most", "returned")


def draw_returns(dice: Dice, ledger: Ledger, pending: pl.DataFrame, week: pl.DataFrame) -> pl.DataFrame:
    """Pending lines that come back this week: never more than the day's lines, so a closed branch takes none back.

    Goods go back to the shelf, so their cost comes back too.
    """
    if pending.is_empty():
        return pl.DataFrame(schema={"day": pl.Date, "branch": pl.Int64})
    due = pending.drop("day").rename({"due": "day"}).join(week, on=["day", "branch"], maintain_order="left")
    due = due.filter(pl.int_range(pl.len()).over("day", "branch") < pl.col("lines")).drop("lines")
    weekday = due["day"].dt.weekday().cast(pl.Int64) - 1
    rolls = due.select(dice.roll("back when", pl.col("number"))).to_series()
    due = due.with_columns(ledger.hours.pick(weekday, rolls))
    second = pl.col("hour") * 3600 + dice.below("back second", pl.col("number"), 3600)
    back = dice.roll("back", pl.col("number")) * pl.col("units").cast(pl.UInt64) // (1 << 32)
    timed = due.with_columns(
        time=pl.col("day").cast(pl.Datetime("ms")) + pl.duration(seconds=second), back=back.cast(pl.Int64) + 1
    )
    return timed.with_columns(
        document=_document("R"),
        returns=-(pl.col("gross") * pl.col("back") // pl.col("units")),
        gross=pl.lit(0, dtype=pl.Int64),
        cost=-(pl.col("unit_cost") * pl.col("back")),
        units=pl.lit(0, dtype=pl.Int64),
        due=pl.lit(None, dtype=pl.Date),
    ).drop("hour")
