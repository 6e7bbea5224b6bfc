"""customerLifetimeValue: what a customer has brought, and is expected to bring within the horizon.

Historic value is net revenue to date. Expected value is the purchases expected within the horizon times the value
expected of one, not discounted. Both are over the whole history, of all branches and products.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from backend.errors import InvalidParameter, ModelNotConverged, NotEnoughData
from backend.planner.plan import Note
from backend.reports.history import CUSTOMER
from backend.reports.lifetime_values import LIFETIME_VALUE, NO_PURCHASE, Lifetimes, Model, lifetime_work
from backend.reports.rows import Column, to_rows
from backend.reports.session import Session
from backend.reports.spec import Arguments, Field, FieldType, Null, Outcome, ReportSpec
from backend.reports.warnings import refuse_unknown

_MODEL_NUMBERS: Mapping[str, str] = {
    "r": "BG/NBD: shape of the gamma distribution of purchase rates",
    "alpha": "BG/NBD: its rate, in weeks",
    "a": "BG/NBD: first parameter of the beta distribution of the chance to leave after a purchase",
    "b": "BG/NBD: its second parameter",
    "p": "Gamma-Gamma: shape of the values of a customer's purchases",
    "q": "Gamma-Gamma: shape of the distribution of customers' scales",
    "gamma": "Gamma-Gamma: its rate, in units of the currency",
}
_ROW: tuple[tuple[Column, str], ...] = (
    (Column(CUSTOMER, "customer", FieldType.TEXT), "name of the customer"),
    (Column("net_revenue", "historicValue", FieldType.MONEY), "net revenue to date"),
    (
        Column("expected_value", "expectedValue", FieldType.MONEY),
        "expectedPurchases times expectedPurchaseValue, not discounted",
    ),
    (Column(LIFETIME_VALUE, "lifetimeValue", FieldType.MONEY), "historicValue plus expectedValue"),
    (
        Column("expected_purchases", "expectedPurchases", FieldType.NUMBER),
        "purchase days expected within the horizon (BG/NBD)",
    ),
    (
        Column("purchase_value", "expectedPurchaseValue", FieldType.MONEY),
        "net revenue expected of a purchase day (Gamma-Gamma)",
    ),
    (
        Column("alive", "probabilityAlive", FieldType.FRACTION),
        "chance that the customer still buys; by the model 1 until a repeat purchase",
    ),
    (Column("purchase_days", "purchaseDays", FieldType.COUNT), "days of the business zone with a purchase"),
    (Column("first_purchase", "firstPurchase", FieldType.INSTANT), "first line with gross revenue"),
    (Column("last_purchase", "lastPurchase", FieldType.INSTANT), "last such line"),
    (Column("recency_weeks", "recencyWeeks", FieldType.NUMBER), "weeks from the first purchase day to the last"),
    (Column("age_weeks", "ageWeeks", FieldType.NUMBER), "weeks from the first purchase day to the last loaded day"),
    (Column("rank", "rank", FieldType.COUNT), "place by lifetimeValue among all who ever purchased"),
)
_ALWAYS = frozenset((CUSTOMER, "net_revenue", "purchase_days"))
"""What a customer has who never purchased."""


async def _lifetime_value(session: Session, arguments: Arguments) -> Outcome:
    name = arguments.customer_id
    if name is None:
        raise InvalidParameter(
            "customerLifetimeValue needs customerId.", "For example customerId=Acme.", field="customerId"
        )
    try:
        found = await session.recall(lifetime_work(arguments.source))
    except (NotEnoughData, ModelNotConverged):
        await refuse_unknown(session, CUSTOMER, name, "customerId")
        raise
    frame = found.frame.filter(pl.col(CUSTOMER) == name)
    if not frame.height:
        await refuse_unknown(session, CUSTOMER, name, "customerId")
    return _outcome(found, frame, arguments.timezone or session.conventions.timezone)


def _outcome(found: Lifetimes, frame: pl.DataFrame, zone: str) -> Outcome:
    (row,) = to_rows(frame, [column for column, _ in _ROW], zone)
    nulls = tuple(Null(field, NO_PURCHASE) for field, value in row.items() if value is None)
    data = {**row, "horizonWeeks": found.model.horizon_weeks, "model": _stated(found.model)}
    facts = dict(found.facts)
    notes = (*facts.pop("notes"), *_notes(found.model))
    parts = tuple(replace(part, window="history") for part in facts.pop("parts"))
    return Outcome(data, nulls=nulls, notes=notes, parts=parts, **{**facts, "timezone": zone})


def _stated(model: Model) -> dict[str, Any]:
    rates, values = model.purchasing, model.spending
    return {
        **{name: getattr(rates, name) for name in ("r", "alpha", "a", "b")},
        **{name: getattr(values, name) for name in ("p", "q", "gamma")},
        "customers": model.customers,
        "repeatCustomers": model.repeat_customers,
        "asOf": model.as_of.isoformat(),
        "converged": True,
    }


def _notes(model: Model) -> tuple[Note, ...]:
    if not model.at_bound:
        return ()
    names = ", ".join(model.at_bound)
    told = (
        f"The history fits best with {names} at an end of its range; it has hardly any of the variation they stand for."
    )
    return (Note("MODEL_AT_BOUND", told, "model"),)


def _model_field() -> Field:
    fields = (
        *(Field(name, FieldType.NUMBER, text, required=True) for name, text in _MODEL_NUMBERS.items()),
        Field("customers", FieldType.COUNT, "customers who ever purchased", required=True),
        Field("repeatCustomers", FieldType.COUNT, "those of them with two purchase days or more", required=True),
        Field("asOf", FieldType.TEXT, "last loaded day, until which all histories count", required=True),
        Field(
            "converged", FieldType.FLAG, "whether the fit reached its maximum; it is not shown otherwise", required=True
        ),
    )
    description = "what was fitted, once for the data version"
    return Field("model", FieldType.OBJECT, description, required=True, fields=fields, type_name="LifetimeModel")


def lifetime_reports() -> tuple[ReportSpec, ...]:
    fields = (
        *(Field(column.field, column.type, text, required=column.source in _ALWAYS) for column, text in _ROW),
        Field("horizonWeeks", FieldType.COUNT, "weeks ahead that are looked at, a setting", required=True),
        _model_field(),
    )
    data = Field("customerLifetimeValue", FieldType.OBJECT, fields=fields, type_name="CustomerLifetimeValue")
    return (
        ReportSpec(
            "customerLifetimeValue",
            "What a customer has brought so far, and is expected to bring.",
            data,
            ("customerId", "timezone", "source", "approximate"),
            _lifetime_value,
            cost=20,
            required=("customerId",),
        ),
    )
