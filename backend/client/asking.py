"""What a caller asks, as an HTTP request: names in snake_case or camelCase, dates, lists and exclusions.

Comes in: a report's name and keyword arguments. Goes out: an `Asked` with path, query pairs and body. No network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict
from urllib.parse import quote

ARROW = "application/vnd.apache.arrow.stream"
JSON = "application/json"
OWN_PATHS: Mapping[str, str] = {
    "catalog": "/api/catalog",
    "data-range": "/api/data-range",
    "data-version": "/api/data-version",
}
"""Answers about the data; they have paths of their own and come as JSON."""

NOTHING = "NONE"
"""An empty list in an address: no comparison."""

Pairs = tuple[tuple[str, str], ...]


Text = str | date
Members = str | None | Sequence[str | None]
"""Members to keep; None stands for lines without one."""


class Question(TypedDict, total=False):
    """What every report may be asked; each takes those that its documentation lists.

    `exclude` drops members, `contains` searches in their names; both are by dimension.
    """

    period: str
    start_date: Text
    end_date: Text
    timezone: str
    compare: Sequence[str]
    grain: str
    sort_by: str
    order: str
    limit: int
    after: str
    anchor: str
    source: str
    metric: str
    group_by: str
    dimension: str
    search: str
    moving_average: int
    product_id: str
    customer_id: str
    product: Members
    item_group: Members
    product_line: Members
    branch: Members
    region: Members
    salesperson: Members
    customer: Members
    account: Members
    channel: Members
    status: Members
    exclude: Mapping[str, Members]
    contains: Mapping[str, str]


class Table(TypedDict, total=False):
    """What `explore` may be asked beside measures and dimensions, as its documentation describes it."""

    period: str
    start_date: Text
    end_date: Text
    timezone: str
    compare: Sequence[str]
    grain: str
    anchor: str
    source: str
    filters: Mapping[str, object]
    having: Sequence[Mapping[str, object]]
    sort: Sequence[Mapping[str, str]]
    columns: Sequence[str]
    top: Mapping[str, object]
    others: bool
    totals: bool
    limit: int
    after: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `wants` is the media type of the answer."""

    method: str
    path: str
    query: Pairs = ()
    body: Mapping[str, object] | None = None
    wants: str = ARROW
    about: str = field(default="", compare=False)


def camel(name: str) -> str:
    """snake_case to camelCase; camelCase stays.

    >>> camel("start_date"), camel("sortBy")
    ('startDate', 'sortBy')
    """
    head, *tail = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in tail)


def kebab(name: str) -> str:
    """A report's name as its path has it, however it is written.

    >>> kebab("topProducts"), kebab("top_products"), kebab("top-products")
    ('top-products', 'top-products', 'top-products')
    """
    spaced = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
    return spaced.replace("_", "-").lstrip("-")


def ask_report(report: str, question: Question) -> Asked:
    """A report by name. Arguments that are None are left out; a None within a list asks for lines without a member."""
    name = kebab(report)
    plain = [(key, value) for key, value in question.items() if key not in {"exclude", "contains"}]
    pairs = [pair for key, value in plain for pair in _pairs(camel(key), value)]
    pairs += [pair for key, value in question.get("exclude", {}).items() for pair in _pairs(camel(key) + "!", value)]
    pairs += [pair for key, value in question.get("contains", {}).items() for pair in _pairs(camel(key) + "~", value)]
    if name in OWN_PATHS:
        return Asked("GET", OWN_PATHS[name], tuple(pairs), wants=JSON, about=name)
    return Asked("GET", f"/api/kpis/{quote(name, safe='')}", tuple(pairs), about=name)


def ask_members(dimension: str, arguments: Mapping[str, object]) -> Asked:
    """The members of a dimension with their counts."""
    pairs = tuple(pair for key, value in arguments.items() for pair in _pairs(camel(key), value))
    return Asked("GET", f"/api/filter-options/{quote(camel(dimension), safe='')}", pairs, wants=JSON, about=dimension)


def ask_explore(measures: Sequence[str], dimensions: Sequence[str], table: Table) -> Asked:
    """The general question; measures and dimensions by either spelling."""
    body: dict[str, object] = {camel(key): _plain(value) for key, value in table.items() if value is not None}
    body |= {"measures": list(map(camel, measures)), "dimensions": list(map(camel, dimensions))}
    if "columns" in table:
        body["columns"] = list(map(camel, table["columns"]))
    return Asked("POST", "/api/kpis/explore", body=body, about="explore")


def ask_graphql(document: str, variables: Mapping[str, object]) -> Asked:
    body = {"query": document, "variables": _plain(variables)}
    return Asked("POST", "/graphql", body=body, wants=JSON, about="graphql")


def _pairs(name: str, value: object) -> Iterable[tuple[str, str]]:
    if value is None:
        return ()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [(name, _text(item)) for item in value] or [(name, NOTHING)]
    return [(name, _text(value))]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value
