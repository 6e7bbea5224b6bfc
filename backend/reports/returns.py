"""returnsAnalysis: what came back, by product or any other dimension, the largest loss first.

`returnShare` is a member's part of all returns. Without a column of returns every line counts as none returned, which
the answer says.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from backend.planner.plan import Note
from backend.question import Period
from backend.reports.grouped import Grouped
from backend.reports.ranked import Addition, Order, Ranking
from backend.reports.reasons import ZERO_DENOMINATOR
from backend.reports.rows import Column
from backend.reports.session import Answered, Session, to_question
from backend.reports.spec import Arguments, FieldType, Outcome, ReportSpec
from druid.catalog.model import Catalog

RETURNED = ("returns_value", "units_returned")
NO_RETURNS = Note(
    "NO_RETURNS",
    "No loaded line has a return: a file without columns of returns counts as having none.",
    "returnsValue",
)


def _with_parts(answer: Answered, frame: pl.DataFrame, order: Order) -> pl.DataFrame:
    """Each member's part of the value returned, null where nothing was."""
    del answer, order
    values = frame["returns_value"].to_list()
    total = sum(value or 0 for value in values)
    parts = [None if value is None or not total else value / total for value in values]
    return frame.with_columns(pl.Series("return_share", parts, dtype=pl.Float64))


RETURNS = Grouped(
    "returnsAnalysis",
    "What came back: value, units and rate by any dimension, the largest loss first.",
    Ranking(
        "product",
        sort="returnsValue",
        limit=50,
        measures={"returns_value": "returnsValue", "units_returned": "unitsReturned"},
        enrich=_with_parts,
        additions=(
            Addition(
                Column("return_share", "returnShare", FieldType.FRACTION),
                "part of the value of all returns",
                ZERO_DENOMINATOR,
            ),
        ),
        subject="returns_value",
        rising=frozenset({"returnsValue"}),
    ),
    default="product",
)


async def _returns(session: Session, arguments: Arguments) -> Outcome:
    outcome = await RETURNS.answer(session, arguments)
    everything = replace(arguments, period=Period.ALL, span=None, filters=(), compare=())
    ever = (await session.ask(to_question(everything, session.conventions, RETURNED))).current
    is_none = not any(ever[name][0] for name in RETURNED)
    return replace(outcome, notes=(*outcome.notes, NO_RETURNS)) if is_none else outcome


def return_reports(catalog: Catalog) -> tuple[ReportSpec, ...]:
    return (RETURNS.spec(catalog, _returns),)
