"""Clients of the history checker: they ask several things at once through the real doors and note what they saw.

In: an HTTP client and an operation. Out: the versions that its envelopes named, and their values as plain integers
under the names of `published.facts_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx

Json = Any
Seen = tuple[tuple[str, ...], dict[str, object]]
"""Versions and answers of one operation."""

_ENVELOPE = "error{code message} metadata{dataVersion totals}"
_ALL = "period: ALL, compare: []"
FIELDS: Mapping[str, str] = {
    "overview": f"salesOverview({_ALL}){{data{{totalRevenue grossProfit unitsSold totalLines}} {_ENVELOPE}}}",
    "productLines": f"productLines({_ALL}){{data{{productLine revenue profit unitsSold}} {_ENVELOPE}}}",
    "branches": f"branchPerformance({_ALL}){{data{{branch revenue}} {_ENVELOPE}}}",
    "months": f"salesTrends({_ALL}, metric: REVENUE, grain: MONTH){{data{{points{{timestamp value}}}} {_ENVELOPE}}}",
    "storedLines": f"dataRange{{data{{lines}} {_ENVELOPE}}}",
    "version": f"dataVersion{{data{{version}} {_ENVELOPE}}}",
}
PATHS: Mapping[str, str] = {
    "overview": "/api/kpis/sales-overview?period=ALL&compare=NONE",
    "productLines": "/api/kpis/product-lines?period=ALL&compare=NONE&source=BASE",
    "branches": "/api/kpis/branch-performance?period=ALL&compare=NONE",
    "storedLines": "/api/data-range",
}


class Refused(AssertionError):
    """An envelope holds an error instead of an answer."""

    def __init__(self, name: str, error: Json) -> None:
        super().__init__(f"{name}: {error}")
        self.code = str(error["code"])


def money(value: float) -> int:
    """Exact money in 1/10 000: no digit may be beyond."""
    scaled = Decimal(str(value)) * 10_000
    assert scaled == int(scaled), value
    return int(scaled)


def _totals(row: Mapping[str, Json]) -> tuple[int, int, int]:
    return money(row["revenue"]), money(row["profit"]), int(row["unitsSold"])


def _overview(data: Json) -> object:
    return money(data["totalRevenue"]), money(data["grossProfit"]), int(data["unitsSold"]), data["totalLines"]


def _months(data: Json) -> object:
    return {point["timestamp"][:7]: money(point["value"]) for point in data["points"] if point["value"]}


READERS: Mapping[str, Callable[[Json], object]] = {
    "overview": _overview,
    "productLines": lambda rows: {row["productLine"]: _totals(row) for row in rows},
    "branches": lambda rows: {row["branch"]: money(row["revenue"]) for row in rows},
    "months": _months,
    "storedLines": lambda data: data["lines"],
}


def read_envelopes(envelopes: Mapping[str, Json]) -> Seen:
    """Versions and values of the envelopes of one operation."""
    versions: list[str] = []
    answers: dict[str, object] = {}
    for name, envelope in envelopes.items():
        if envelope["error"] is not None:
            raise Refused(name, envelope["error"])
        versions.append(envelope["metadata"]["dataVersion"])
        if name == "version":
            versions.append(envelope["data"]["version"])
        else:
            answers[name] = READERS[name](envelope["data"])
        if name == "productLines":
            answers["totals"] = _totals(envelope["metadata"]["totals"])
    return tuple(versions), answers


@dataclass(frozen=True, slots=True)
class Operation:
    """Several fields in one GraphQL document, or one REST path."""

    names: tuple[str, ...]
    is_graphql: bool = True

    async def ask(self, door: httpx.AsyncClient) -> Seen:
        if not self.is_graphql:
            (name,) = self.names
            return read_envelopes({name: (await door.get(PATHS[name])).json()})
        document = "{" + " ".join(f"{name}: {FIELDS[name]}" for name in self.names) + "}"
        return read_envelopes((await door.post("/graphql", json={"query": document})).json()["data"])


OPERATIONS = (
    Operation(("overview", "productLines", "storedLines", "version")),
    Operation(("branches", "overview", "version", "months")),
    Operation(("version", "months", "storedLines")),
    *(Operation((name,), is_graphql=False) for name in PATHS),
)
