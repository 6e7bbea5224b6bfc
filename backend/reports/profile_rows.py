"""The lists of a customer's profile: product lines, months, newest lines.

In: answers about one customer. Out: plain rows; parts of a whole come from exact sums.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import accumulate
from typing import Any

import polars as pl

from backend.frame import BUCKET, COST_MISSING, coarsen, fill
from backend.reports.fields import SHARE
from backend.reports.history import Span
from backend.reports.profile_fields import LINE_COLUMNS, NEWEST
from backend.reports.reasons import ZERO_DENOMINATOR, reasons
from backend.reports.rows import Column, in_order, measure_columns, to_rows, values
from backend.reports.session import Answered
from backend.reports.spec import FieldType, SortOrder
from backend.reports.totals import with_share
from druid.calendar import local_day
from druid.catalog.model import Catalog, camel

LINES: Mapping[str, str] = {name: camel(name) for name in LINE_COLUMNS}
"""Stored column -> field of a line."""
PRODUCT_LINE = "product_line"
MIX = {"net_revenue": "revenue", "gross_profit": "profit", "units_sold": "unitsSold"}


def mix_rows(answer: Answered, catalog: Catalog) -> list[dict[str, Any]]:
    """A row a product line, the greatest net revenue first, each with its part of the customer's."""
    whole = answer.current.select(pl.col("net_revenue").sum())
    frame = in_order(with_share(answer.current, whole), "net_revenue", SortOrder.DESC, (PRODUCT_LINE,))
    share = Column("share", SHARE.name, FieldType.FRACTION)
    columns = (Column(PRODUCT_LINE, camel(PRODUCT_LINE), FieldType.TEXT), *measure_columns(catalog, MIX), share)
    rows = to_rows(frame, columns, "UTC")
    codes = reasons(frame, MIX, answer.plan.nulls, catalog)
    codes[SHARE.name] = [ZERO_DENOMINATOR] * frame.height
    for place, row in enumerate(rows):
        row["nulls"] = [{"field": f, "code": of[place]} for f, of in codes.items() if row[f] is None]
    return rows


def both_together(older: Answered, newer: Answered, catalog: Catalog) -> Answered:
    """Sums of two stretches that do not overlap, by the same groups, as one answer."""
    plan = replace(older.plan, statements=(*older.plan.statements, *newer.plan.statements))
    rows = pl.concat((older.current, newer.current), how="diagonal")
    groups = rows.select(older.plan.question.dimensions).unique()
    return Answered(plan, {older.window.name: coarsen(plan, rows, groups, catalog)})


def month_rows(answer: Answered, catalog: Catalog) -> list[dict[str, Any]]:
    """Every month from the first with a line to the window's end; 0 without lines, null where nothing was loaded."""
    zone = answer.plan.question.timezone
    frame = fill(answer.current, answer.window, ("net_revenue", "orders", "purchases", "lines"), catalog)
    revenue = values(frame["net_revenue"], FieldType.MONEY, zone)
    lines = frame["lines"].to_list()
    first = next((place for place, count in enumerate(lines) if count), len(lines))
    return [
        {
            "month": local_day(bucket.start_ms, zone).strftime("%Y-%m"),
            "status": bucket.status,
            "running": bucket.running,
            "revenue": revenue[place],
            "orders": frame["orders"][place],
            "purchases": frame["purchases"][place],
        }
        for place, bucket in enumerate(answer.window.buckets)
        if place >= first
    ]


def stretch_of(months: Answered, count: int | None = None) -> Span | None:
    """The months with lines, from the first to the last of them, or the newest that hold so many together.

    None where there is no line at all.
    """
    lines = dict(months.current.select(pl.col(BUCKET).dt.epoch("ms"), "lines").iter_rows())
    held = [bucket for bucket in reversed(months.window.buckets) if lines.get(bucket.start_ms)]
    if not held:
        return None
    seen = list(accumulate(lines[bucket.start_ms] for bucket in held))
    enough = len(held) if count is None else sum(one < count for one in seen) + 1
    return Span(held[:enough][-1].start_ms, held[0].end_ms)


def line_rows(answer: Answered, loaded: Collection[str], zone: str) -> list[dict[str, Any]]:
    """The newest lines; a line stored several times is listed as often. Profit is null without a cost."""
    frame = answer.current
    frame = frame.select(pl.all().repeat_by("lines").explode()) if frame.height else frame
    order = [BUCKET, *(name for name in LINE_COLUMNS if name in loaded)]
    frame = frame.sort(order, descending=[True, *(False for _ in order[1:])], nulls_last=True)
    frame = frame.head(NEWEST).with_columns(
        *(pl.lit(None, pl.Int64).alias(name) for name in LINE_COLUMNS if name not in loaded)
    )
    net = pl.col("gross_revenue") + pl.col("returns_value")
    frame = frame.with_columns(net.alias("net_revenue"), (net - pl.col("total_cost")).alias("gross_profit"))
    columns = (
        Column(BUCKET, "time", FieldType.INSTANT),
        *(Column(name, LINES[name], kind) for name, kind in LINE_COLUMNS.items()),
        Column("net_revenue", "revenue", FieldType.MONEY),
        Column("gross_profit", "profit", FieldType.MONEY),
    )
    rows = to_rows(frame, columns, zone)
    told = {
        LINES[name]: "NO_VALUE" for name, kind in LINE_COLUMNS.items() if name in loaded and kind is not FieldType.TEXT
    }
    if "total_cost" in loaded:
        told |= dict.fromkeys(("totalCost", "profit"), COST_MISSING)
    for row in rows:
        row["nulls"] = [{"field": field, "code": code} for field, code in told.items() if row[field] is None]
    return rows
