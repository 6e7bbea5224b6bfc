"""Why a value is null: the code of each null measure, by row and by window.

In: answer frames, which hold the leaf columns beside the measures. Out: codes. NULL_CODES is the table of all codes
that answers give, also those of growth and of fields that only one report has; the docs are made from it.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from backend.frame import COST_MISSING, NOT_LOADED
from backend.measures import UNCOSTED, Columns, is_strict
from backend.planner.plan import Window
from backend.reports.session import Answered
from backend.reports.spec import Null
from druid.catalog.model import Catalog, Earliest, Latest, Ratio

ZERO_DENOMINATOR = "ZERO_DENOMINATOR"

NULL_CODES: Mapping[str, str] = {
    "MEASURE_NOT_LOADED": "No loaded file carries a column that the measure needs.",
    "DIMENSION_NOT_LOADED": "No loaded file names the members that the measure counts.",
    NOT_LOADED: "No day of the window or bucket was loaded.",
    COST_MISSING: "A line among those summed has no cost, so cost and profit are unknown.",
    ZERO_DENOMINATOR: "There is nothing to divide by.",
    "NO_SALE": "No line has such a moment.",
    "NOT_SOLD": "No line of the window sells it.",
    "NO_VALUE": "No line states a value.",
    "NO_PURCHASE": "The customer has no line with gross revenue.",
    "NO_CUSTOMER": "The lines name no customer.",
    "ONE_PURCHASE": "One purchase has no distance to another.",
    "NOT_COMPARED": "No comparison was asked.",
    "NO_BASE": "No day of the earlier window was loaded, or there is none.",
    "BASE_PARTIAL": "Some days of the earlier window were not loaded.",
    "ZERO_BASE": "There was nothing then.",
    "NOT_ASKED": "The argument that asks for it was not given.",
    "NO_BUCKET": "The earlier window has fewer buckets.",
    "NOT_ADDITIVE": "Things counted in several rows cannot be added up.",
    "NOT_GROUPED": "The rows are grouped by another dimension.",
    "NOT_AVAILABLE": "Not computed yet.",
    "MODEL_BEING_FITTED": "The model of this data version is still being fitted; ask again in a few seconds.",
    "NOT_ENOUGH_DATA": "Too few customers purchased again, or the history is too short, to fit a model by.",
    "MODEL_NOT_CONVERGED": "No parameters of the model fit the history best.",
    "RATES_NOT_LOADED": "No commission rates are loaded.",
    "NO_RATE": "No commission rate counts for any of these sales on its day.",
    "NO_SALESPERSON": "Sales without a salesperson earn nobody a commission.",
    "TARGETS_NOT_LOADED": "No targets of these members are loaded.",
    "NO_TARGET": "The member has no target in the months of the window.",
    "TARGET_OF_ALL_SALES": "A target is for all sales of its member, and other filters take some of them out.",
    "TARGET_IN_UNITS": "The target is set in units, not in money.",
}


def reason(name: str, frame: pl.DataFrame, catalog: Catalog) -> list[str | None]:
    """Per row the code of a null measure, null where it has a value."""
    if not frame.get_column(name).null_count():
        return [None] * frame.height
    expression = catalog.measure[name].expression
    code = pl.lit("NO_SALE" if isinstance(expression, Earliest | Latest) else "NO_VALUE")
    if isinstance(expression, Ratio):
        divides = Columns(frame, catalog).of(expression.denominator) == 0
        code = pl.when(divides).then(pl.lit(ZERO_DENOMINATOR)).otherwise(code)
    if any(is_strict(catalog.measure[leaf]) for leaf in catalog.leaves(name)):
        code = pl.when(pl.col(UNCOSTED).fill_null(0) > 0).then(pl.lit(COST_MISSING)).otherwise(code)
    return frame.select(pl.when(pl.col(name).is_null()).then(code)).to_series().to_list()


def reasons(
    frame: pl.DataFrame, fields: Mapping[str, str], nulls: Mapping[str, str], catalog: Catalog
) -> dict[str, list[str | None]]:
    """Field -> the code of each row. `fields` maps measures to fields, `nulls` those never loaded to their code."""
    return {
        field: [nulls[name]] * frame.height if name in nulls else reason(name, frame, catalog)
        for name, field in fields.items()
    }


def window_nulls(
    answer: Answered, window: Window, fields: Mapping[str, str], catalog: Catalog, prefix: str = ""
) -> tuple[Null, ...]:
    """The nulls of a window's single row of totals, each under its field's path."""
    nulls = answer.plan.nulls
    if window.covered_days == 0:
        return tuple(Null(prefix + field, nulls.get(name, NOT_LOADED)) for name, field in fields.items())
    found = reasons(answer.frames[window.name], fields, nulls, catalog)
    return tuple(Null(prefix + field, codes[0]) for field, codes in found.items() if codes[0] is not None)
