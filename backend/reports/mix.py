"""salespersonProductMix: what each salesperson's sales are made of, a row for every product line that they sold.

In: the arguments of every list. Out: salespeople in the leaderboard's order, by their own total of the sort field; the
lines of each inside by the same field. `share` and `profitShare` are parts of the salesperson's net revenue and profit:
those of one salesperson add up to 1. `limit` counts rows.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from backend.frame import COST_MISSING
from backend.reports.arguments import LISTED
from backend.reports.fields import SHARE
from backend.reports.growth import base_of, with_growth
from backend.reports.ranked import SORT_NAMES, Addition, Order, Ranking, rank, row_fields, sort_names
from backend.reports.reasons import ZERO_DENOMINATOR
from backend.reports.rows import Column, in_order
from backend.reports.session import Answered, Session, parts_of, to_question
from backend.reports.spec import Arguments, Field, FieldType, Outcome, ReportSpec
from druid.catalog.model import Catalog

SALESPERSON = "salesperson"
PLACE = "place"

MIX = Ranking(
    SALESPERSON,
    sort="profit",
    limit=50,
    inner="product_line",
    leading=PLACE,
    additions=(
        Addition(
            Column("profit_share", "profitShare", FieldType.FRACTION),
            "part of the salesperson's profit",
            reason=pl.col("profit_code"),
            is_sortable=False,
        ),
    ),
)


async def _mix(session: Session, arguments: Arguments) -> Outcome:
    measures = tuple(MIX.fields(session.catalog))
    people = await session.ask(to_question(arguments, session.conventions, measures, (SALESPERSON,)))

    def with_parts(answer: Answered, frame: pl.DataFrame, order: Order) -> pl.DataFrame:
        unknown = answer.plan.nulls.get("gross_profit", COST_MISSING)
        return _with_parts(_placed(frame, people, order), unknown)

    outcome = await rank(session, arguments, replace(MIX, enrich=with_parts))
    return replace(outcome, parts=tuple(dict.fromkeys((*outcome.parts, *parts_of(people)))))


def _placed(frame: pl.DataFrame, people: Answered, order: Order) -> pl.DataFrame:
    """Every row with its salesperson's place and totals, `of_revenue` and `of_profit`."""
    by = (SALESPERSON,)
    grown = with_growth(people.current, base_of(people), "net_revenue", by)
    ranked = in_order(grown, order.column, order.direction, by).with_row_index(PLACE)
    totals = ranked.select(
        *by, PLACE, pl.col("net_revenue").alias("of_revenue"), pl.col("gross_profit").alias("of_profit")
    )
    return frame.join(totals, on=by, how="left", nulls_equal=True, maintain_order="left")


def _with_parts(frame: pl.DataFrame, unknown: str) -> pl.DataFrame:
    """`share` and `profit_share` of each row; `unknown` is why a profit is not known."""
    code = pl.when(pl.col("of_profit") == 0).then(pl.lit(ZERO_DENOMINATOR)).otherwise(pl.lit(unknown))
    return frame.with_columns(
        _parts(frame, "net_revenue", "of_revenue").alias("share"),
        _parts(frame, "gross_profit", "of_profit").alias("profit_share"),
        code.alias("profit_code"),
    )


def _parts(frame: pl.DataFrame, value: str, total: str) -> pl.Series:
    """One rounding of the exact quotient; null where there is no total."""
    pairs = zip(frame[value].to_list(), frame[total].to_list(), strict=True)
    return pl.Series([None if part is None or not whole else part / whole for part, whole in pairs], dtype=pl.Float64)


def mix_reports(catalog: Catalog) -> tuple[ReportSpec, ...]:
    fields = tuple(
        replace(field, description="part of the salesperson's net revenue") if field.name == SHARE.name else field
        for field in row_fields(MIX, catalog)
    )
    data = Field("salespersonProductMix", FieldType.LIST, fields=fields, type_name="SalespersonProductMixRow")
    unsorted = {"SHARE", "SALESPERSON", "PRODUCT_LINE"} - SORT_NAMES.keys()
    names = tuple(name for name in sort_names(MIX, catalog) if name not in unsorted)
    return (
        ReportSpec(
            "salespersonProductMix",
            "What each salesperson's sales are made of, by product line.",
            data,
            LISTED,
            _mix,
            sort_fields=names,
            limit=MIX.limit,
        ),
    )
