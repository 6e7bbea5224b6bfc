"""customerSegments: what the five classes of customers bring in a window, and how RFM scores spread.

Classes and scores are those at the window's end (`backend.reports.standing`); revenue, profit and orders those of the
window. The rows with customers who never purchased and lines without a customer (both in `extra`) add up to the
overview's totals.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from backend.frame import NOT_LOADED
from backend.measures import UNCOSTED, with_measures
from backend.planner.plan import Note
from backend.reports.arguments import COMMON
from backend.reports.fields import GROWTH as GROWTH_FIELD
from backend.reports.fields import SHARE, common_fields, common_measures, row_nulls
from backend.reports.growth import GROWTH, ZERO_BASE, base_of, no_base_code, with_growth
from backend.reports.history import CUSTOMER, PURCHASES, RECENCY, history_parts
from backend.reports.reasons import ZERO_DENOMINATOR, reasons
from backend.reports.rows import Column, measure_columns, money, to_rows
from backend.reports.segments import CLASSES, SCORES, SEGMENT, TILES
from backend.reports.session import Answered, Session, nulls_of, outcome_facts, to_question
from backend.reports.shared_orders import orders_by_group
from backend.reports.spec import Arguments, Field, FieldType, Null, Outcome, ReportSpec
from backend.reports.standing import Standing, ask_standing, stated_rules
from backend.reports.totals import with_share
from backend.reports.warnings import member_notes
from druid.catalog.model import Catalog

NEVER, NOBODY = "neverPurchased", "noCustomer"
"""What is in no class."""
SHARES = (Column("share", SHARE.name, FieldType.FRACTION), Column(GROWTH, GROWTH_FIELD.name, FieldType.FRACTION))
COUNTED = (
    Column("customers", "customers", FieldType.COUNT),
    Column("customer_share", "customerShare", FieldType.FRACTION),
    Column("mean_recency", "meanRecencyDays", FieldType.NUMBER),
    Column("mean_purchases", "meanPurchases", FieldType.NUMBER),
    Column("lifetime_revenue", "lifetimeRevenue", FieldType.MONEY),
)


@dataclass(frozen=True, slots=True)
class Shop:
    """What was asked: the customers' window, its whole, and where every customer stands."""

    rows: Answered
    whole: Answered
    standing: Standing
    catalog: Catalog

    @property
    def fields(self) -> dict[str, str]:
        return common_measures(self.catalog)

    @property
    def is_loaded(self) -> bool:
        return self.rows.window.covered_days > 0

    @property
    def nulls(self) -> Mapping[str, str]:
        """Measures that are null in every row, with the code."""
        return self.rows.plan.nulls if self.is_loaded else {**dict.fromkeys(self.fields, NOT_LOADED)}


async def _segments(session: Session, arguments: Arguments) -> Outcome:
    measures = tuple(common_measures(session.catalog))
    rows, whole = await asyncio.gather(
        session.ask(to_question(arguments, session.conventions, measures, (CUSTOMER,))),
        session.ask(to_question(arguments, session.conventions, measures)),
    )
    standing = await ask_standing(session, arguments, rows.window)
    shop = Shop(rows, whole, standing, session.catalog)
    now = by_class(shop, rows.current, await _shared(session, arguments, shop))
    facts = outcome_facts(rows, whole)
    facts["parts"] += history_parts(*standing.answers)
    facts["notes"] += (*standing.notes, *_notes(shop, now), *await member_notes(session, arguments.filters))
    return Outcome(
        _rows(shop, now),
        nulls=_nulls(shop),
        row_count=len(CLASSES),
        totals=_totals(shop),
        extra={
            "rules": stated_rules(session.conventions.rules),
            **_outside(shop, now),
            "rfm": rfm_of(shop, rows.current),
        },
        **facts,
    )


async def _shared(session: Session, arguments: Arguments, shop: Shop) -> Mapping[str, int] | None:
    """The orders of each class, counted anew where an order names several customers; None where none does."""
    frame = shop.rows.current
    if not shop.is_loaded or frame["orders"].sum() == shop.whole.current["orders"][0]:
        return None
    labelled = _labelled(shop, frame)
    groups = {name: labelled.filter(pl.col(SEGMENT) == name)[CUSTOMER] for name in (*CLASSES, NEVER, NOBODY)}
    return await orders_by_group(session, arguments, {name: tuple(group) for name, group in groups.items()})


def _labelled(shop: Shop, frame: pl.DataFrame) -> pl.DataFrame:
    """A window's customers with their class, or with what they are instead."""
    classes = shop.standing.buyers.select(CUSTOMER, SEGMENT)
    outside = pl.when(pl.col(CUSTOMER).is_null()).then(pl.lit(NOBODY)).otherwise(pl.lit(NEVER))
    return frame.join(classes, on=CUSTOMER, how="left").with_columns(pl.col(SEGMENT).fill_null(outside))


def by_class(shop: Shop, frame: pl.DataFrame, orders: Mapping[str, int] | None = None) -> pl.DataFrame:
    """A window's customers added up by class: the five, then those who never purchased, then lines of nobody.

    Columns: `segment`, every measure of the common block and the leaves it comes from; 0 where a class has no line.
    `orders` by class stand for the sum over customers.
    """
    catalog = shop.catalog
    known = [name for name in shop.fields if name not in shop.nulls]
    leaves = [*dict.fromkeys(leaf for name in known for leaf in catalog.leaves(name)), UNCOSTED]
    leaves = [leaf for leaf in leaves if leaf in frame.columns]
    known_sums = [pl.when(pl.col(leaf).count() > 0).then(pl.col(leaf).sum()).alias(leaf) for leaf in leaves]
    sums = _labelled(shop, frame).group_by(SEGMENT).agg(*known_sums, pl.len().alias("_found"))
    every = pl.DataFrame({SEGMENT: [*CLASSES, NEVER, NOBODY]})
    joined = every.join(sums, on=SEGMENT, how="left", maintain_order="left")
    absent = pl.col("_found").is_null()
    added = joined.with_columns(pl.when(absent).then(0).otherwise(pl.col(leaf)).alias(leaf) for leaf in leaves)
    if orders is not None:
        added = added.with_columns(pl.col(SEGMENT).replace_strict(orders, return_dtype=pl.Int64).alias("orders"))
    unknown = [pl.lit(None, pl.Int64).alias(name) for name in shop.fields if name in shop.nulls]
    return with_measures(added, known, catalog).with_columns(unknown)


def _rows(shop: Shop, now: pl.DataFrame) -> list[dict[str, Any]]:
    base = base_of(shop.rows)
    then = None if base is None else by_class(shop, base)
    frame = with_share(with_growth(now, then, "net_revenue", (SEGMENT,)), shop.whole.current)
    frame = frame.head(len(CLASSES)).join(_counts(shop), on=SEGMENT, how="left", maintain_order="left")
    columns = (Column(SEGMENT, SEGMENT, FieldType.TEXT), *COUNTED, *measure_columns(shop.catalog, shop.fields), *SHARES)
    written = to_rows(frame, columns, shop.standing.zone)
    codes = _codes(shop, frame)
    codes.update((column.field, [ZERO_DENOMINATOR] * frame.height) for column in COUNTED)
    fixed = {null.field for null in _nulls(shop)}
    for place, row in enumerate(written):
        row["nulls"] = [
            {"field": field, "code": found[place]}
            for field, found in codes.items()
            if field not in fixed and row[field] is None
        ]
    return written


def _counts(shop: Shop) -> pl.DataFrame:
    """Of each class: customers, their part of all, and what they did on average over the history."""
    buyers = shop.standing.buyers
    purchases = pl.col(PURCHASES)
    found = buyers.group_by(SEGMENT).agg(
        pl.len().cast(pl.Int64).alias("customers"),
        pl.col(RECENCY).sum().alias("recency"),
        purchases.sum().alias("purchases"),
        pl.col("net_revenue").sum().alias("lifetime_revenue"),
    )
    counted = pl.col("customers", "recency", "purchases", "lifetime_revenue").fill_null(0)
    every = pl.DataFrame({SEGMENT: CLASSES}).join(found, on=SEGMENT, how="left").with_columns(counted)
    whole = pl.lit(buyers.height, pl.Int64)
    return every.with_columns(
        _mean(pl.col("customers"), whole).alias("customer_share"),
        _mean(pl.col("recency"), pl.col("customers")).alias("mean_recency"),
        _mean(pl.col("purchases"), pl.col("customers")).alias("mean_purchases"),
    )


def _mean(total: pl.Expr, count: pl.Expr) -> pl.Expr:
    return pl.when(count != 0).then(total.cast(pl.Float64) / count.cast(pl.Float64))


def _codes(shop: Shop, frame: pl.DataFrame) -> dict[str, list[str | None]]:
    """Field -> why it would be null in each row."""
    codes = reasons(frame, shop.fields, shop.nulls, shop.catalog)
    codes[SHARE.name] = [ZERO_DENOMINATOR if shop.is_loaded else NOT_LOADED] * frame.height
    growth = no_base_code(shop.rows) or (ZERO_BASE if shop.is_loaded else NOT_LOADED)
    codes[GROWTH_FIELD.name] = [growth] * frame.height
    return codes


def _nulls(shop: Shop) -> tuple[Null, ...]:
    """Reasons that hold for every row."""
    code = no_base_code(shop.rows)
    return (*nulls_of(shop.rows, shop.fields), *((Null(GROWTH_FIELD.name, code),) if code else ()))


def _totals(shop: Shop) -> dict[str, Any]:
    """All lines of the window, whoever bought."""
    whole = shop.whole
    frame = with_share(with_growth(whole.current, base_of(whole), "net_revenue", ()), whole.current)
    row = to_rows(frame, (*measure_columns(shop.catalog, shop.fields), *SHARES), shop.standing.zone)[0]
    codes = {field: found[0] for field, found in _codes(shop, frame).items()}
    row["nulls"] = [{"field": field, "code": code} for field, code in codes.items() if row[field] is None]
    return row


def _outside(shop: Shop, now: pl.DataFrame) -> dict[str, Any]:
    """What no class has: customers who never purchased, and lines that name no customer."""
    found = to_rows(now.tail(2), measure_columns(shop.catalog, shop.fields), shop.standing.zone)
    never, nobody = found
    return {NEVER: {"customers": _never(shop), **never}, NOBODY: nobody}


def _never(shop: Shop) -> int:
    return shop.standing.history[CUSTOMER].drop_nulls().len() - shop.standing.buyers.height


def _notes(shop: Shop, now: pl.DataFrame) -> Iterator[Note]:
    if not shop.is_loaded:
        return
    currency = dict(now.select(SEGMENT, "net_revenue").iter_rows())
    if never := _never(shop):
        told = f"{never} customers never purchased and are in no class; their net revenue is {money(currency[NEVER])}."
        yield Note("NEVER_PURCHASED", told, SEGMENT)
    if shop.rows.current[CUSTOMER].null_count():
        told = f"Lines without a customer are in no class; their net revenue is {money(currency[NOBODY])}."
        yield Note("NO_CUSTOMER", told, SEGMENT)
    if now["orders"].sum() != shop.whole.current["orders"][0]:
        yield Note("ORDERS_SHARED", "Some orders name several customers and count in each of their classes.", "orders")


def rfm_of(shop: Shop, frame: pl.DataFrame) -> dict[str, Any]:
    """Customers by each score, and the cells of all three that have any, with the window's net revenue."""
    brought = frame.select(CUSTOMER, pl.col("net_revenue").alias("brought"))
    scored = shop.standing.buyers.select(CUSTOMER, *SCORES).join(brought, on=CUSTOMER, how="left")
    cells = scored.group_by(SCORES).agg(pl.len().alias("customers"), pl.col("brought").sum()).sort(SCORES)
    names = ("recency", "frequency", "monetary")
    return {
        "scores": [
            {
                "score": score,
                **{n: scored.filter(pl.col(c) == score).height for n, c in zip(names, SCORES, strict=True)},
            }
            for score in range(TILES, 0, -1)
        ],
        "cells": [
            {**dict(zip(names, scores, strict=True)), "customers": customers, "revenue": money(revenue)}
            for *scores, customers, revenue in cells.iter_rows()
        ],
    }


def customer_class_reports(catalog: Catalog) -> tuple[ReportSpec, ...]:
    fields = (
        Field(SEGMENT, FieldType.TEXT, "Premium, Regular, New, At-Risk or Churned", required=True),
        Field("customers", FieldType.COUNT, "customers in the class at the window's end", required=True),
        Field("customerShare", FieldType.FRACTION, "part of all customers who ever purchased"),
        Field("meanRecencyDays", FieldType.NUMBER, "mean local days since the last purchase"),
        Field("meanPurchases", FieldType.NUMBER, "mean purchases of a customer over the history"),
        Field("lifetimeRevenue", FieldType.MONEY, "net revenue over the history"),
        *common_fields(catalog),
        row_nulls(),
    )
    data = Field("customerSegments", FieldType.LIST, fields=fields, type_name="CustomerSegmentsRow")
    description = "The five classes of customers, what each brings, and how recency, frequency and money spread."
    return (ReportSpec("customerSegments", description, data, COMMON, _segments, cost=50),)
