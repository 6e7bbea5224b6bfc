"""A proposal of canonical columns for headers nobody has mapped, by fixed rules.

In: the file's columns, a glance at their cells, the catalog. Out: a `Draft`: origins, the columns that several
headers could mean (`contested`, left to the data), and the questions a person should answer; or `FileRefused`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from druid.catalog.model import Catalog, Column
from ingestion.errors import FileRefused
from ingestion.mapping import synonyms
from ingestion.mapping.evidence import Look
from ingestion.mapping.names import listing, nearest
from ingestion.mapping.origin import Origin
from ingestion.mapping.starter import starter

FUNCTION_WORDS = {"abs", "min", "max", "if"}


@dataclass(frozen=True, slots=True)
class Question:
    """Something the file does not say and that changes numbers; `key` answers it in a mapping."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What the headers alone settle, and what they leave open. `choices` are whole readings of one column."""

    origins: tuple[Origin, ...]
    contested: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choices: Mapping[str, tuple[Origin, ...]] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Glance:
    """The file's columns and their looks, with the claims on them."""

    columns: Sequence[str]
    looks: Mapping[str, Look]
    claims: synonyms.Claims

    def only(self, names: Sequence[str]) -> str | None:
        """The one numeric column that bears one of the names."""
        found = [c for c in synonyms.named(self.columns, names) if self.looks[c].numbers >= synonyms.ENOUGH]
        return found[0] if len(found) == 1 else None

    def claimed(self, column: str) -> str | None:
        """The only header claimed for a canonical column."""
        headers = self.claims.get(column, ())
        return headers[0] if len(headers) == 1 else None


def propose(columns: Sequence[str], looks: Mapping[str, Look], catalog: Catalog) -> Draft:
    """Origins for every canonical column the headers can give."""
    glance = Glance(columns, looks, synonyms.claim(columns, looks, catalog))
    glance = _without_counted_returns(_with_time(glance, catalog.time))
    revenue, choices = _revenue(glance)
    cost, questions = _cost(glance, revenue)
    open_columns = {*choices, *(question.key for question in questions)}
    single = [name for name, headers in glance.claims.items() if len(headers) == 1 and name not in open_columns]
    origins = [_settled(glance, name, catalog) for name in single]
    origins += [origin for origin in (revenue, cost) if origin is not None and origin.header is None]
    contested = {name: headers for name, headers in glance.claims.items() if len(headers) > 1}
    _check_required(glance, catalog, {*contested, *choices, *(origin.column for origin in origins)})
    return Draft(tuple(origins), contested, choices, (*questions, *_tax(columns)))


def _settled(glance: Glance, name: str, catalog: Catalog) -> Origin:
    header = glance.claims[name][0]
    return Origin(name, header=header, time_header=_clock_beside(glance, header) if name == catalog.time else None)


def _with_time(glance: Glance, time: str) -> Glance:
    """Dates before times of the day; without a header that says so, the only column of dates in the file."""
    claimed = glance.claims.get(time, ())
    dated = tuple(header for header in claimed if glance.looks[header].dates >= synonyms.ENOUGH) or claimed
    if not dated:
        looks = glance.looks
        dated = tuple(header for header in glance.columns if looks[header].written_dates >= 0.9)
        dated = dated if len(dated) == 1 else ()
    return Glance(glance.columns, glance.looks, {**glance.claims, time: dated} if dated else glance.claims)


def _without_counted_returns(glance: Glance) -> Glance:
    """Net sales have lost their returns already; subtracting the returns' own column would lose them twice."""
    header = glance.claimed("gross_revenue")
    if header is None or synonyms.header_words(header)[0] != "net" or "returns_value" not in glance.claims:
        return glance
    claims = {name: headers for name, headers in glance.claims.items() if name != "returns_value"}
    return Glance(glance.columns, glance.looks, claims)


def _clock_beside(glance: Glance, header: str) -> str | None:
    """The header of times that belongs to a header of bare dates: `Time`, or `Order Time` beside `Order Date`."""
    if glance.looks[header].has_clock:
        return None
    stem = synonyms.squeeze(header).removesuffix("date")
    clocks = [
        column
        for column in glance.columns
        if glance.looks[column].clocks >= synonyms.ENOUGH and synonyms.squeeze(column) in ("time", f"{stem}time")
    ]
    return clocks[0] if len(clocks) == 1 else None


def _revenue(glance: Glance) -> tuple[Origin | None, dict[str, tuple[Origin, ...]]]:
    """The revenue's header, else quantity times price; with a discount there are several readings."""
    if header := glance.claimed("gross_revenue"):
        return _stated_revenue(glance, header)
    quantity, price = glance.claimed("units_sold"), glance.only(synonyms.PRICES)
    if "gross_revenue" in glance.claims or quantity is None or price is None:
        return None, {}
    product = f"{bare(quantity)} * {bare(price)}"
    if discounts := synonyms.named(glance.columns, synonyms.DISCOUNTS):
        off = bare(discounts[0])
        readings = (product, f"{product} * (1 - {off})", f"{product} - {off}")
        return None, {"gross_revenue": tuple(Origin("gross_revenue", expression=reading) for reading in readings)}
    return Origin("gross_revenue", expression=product), {}


def _stated_revenue(glance: Glance, header: str) -> tuple[Origin | None, dict[str, tuple[Origin, ...]]]:
    """Gross sales beside an amount of discount may be before or after it, whatever the column is called."""
    discount = glance.claimed("discount_value")
    is_own = header.casefold() in ("grossrevenue", "gross_revenue")
    if discount and not is_own and synonyms.header_words(header)[0] == "gross":
        less = Origin("gross_revenue", expression=f"{bare(header)} - {bare(discount)}")
        return None, {"gross_revenue": (Origin("gross_revenue", header=header), less)}
    return Origin("gross_revenue", header=header), {}


def _cost(glance: Glance, revenue: Origin | None) -> tuple[Origin | None, tuple[Question, ...]]:
    """The cost from profit, or from quantity times unit cost; a bare `Cost` beside unit prices is asked about."""
    quantity, unit_cost = glance.claimed("units_sold"), glance.only(synonyms.UNIT_COSTS)
    if claimed := glance.claimed("total_cost"):
        is_per_unit = revenue is not None and revenue.header is None and claimed in _bare_costs(glance)
        text = f"Is {claimed!r} the cost of the whole line or of one unit? It is left out until a mapping says so."
        return None, (Question("total_cost", text),) if is_per_unit else ()
    if "total_cost" in glance.claims:
        return None, ()
    if quantity and unit_cost:
        return Origin("total_cost", expression=f"{bare(quantity)} * {bare(unit_cost)}"), ()
    profit = glance.only(synonyms.PROFITS)
    if profit is None or revenue is None:
        return None, ()
    if "returns_value" in glance.claims:
        text = f"Is {profit!r} profit before or after returns? The cost is left out until a mapping says so."
        return None, (Question("total_cost", text),)
    source = bare(revenue.header) if revenue.header else revenue.expression
    return Origin("total_cost", expression=f"{source} - {bare(profit)}"), ()


def _bare_costs(glance: Glance) -> tuple[str, ...]:
    return synonyms.named(glance.columns, synonyms.BARE_COSTS)


def _tax(columns: Sequence[str]) -> tuple[Question, ...]:
    headers = synonyms.states_tax(columns)
    if not headers:
        return ()
    text = f"The file has {listing(headers)}. Does revenue include the tax? Give the rate, such as 0.16, if it does."
    return (Question("gross_includes_tax", text),)


def bare(header: str) -> str:
    """A header as an expression may name it, in brackets or quotes where it is more than plain words.

    >>> bare("unit price"), bare("Sub-Total"), bare("min"), bare("Price [KES]")
    ('unit price', '[Sub-Total]', '[min]', '"Price [KES]"')
    """
    is_plain = re.fullmatch(r"[^\W\d]\w*(?: [^\W\d]\w*)*", header)
    if is_plain and not FUNCTION_WORDS & {*header.casefold().split()}:
        return header
    return f'"{header}"' if "[" in header or "]" in header else f"[{header}]"


def _check_required(glance: Glance, catalog: Catalog, found: set[str]) -> None:
    lacking = [column for column in catalog.columns if column.required and column.name not in found]
    if lacking:
        raise missing(lacking[0], glance.columns, starter(glance.claims, glance.looks, lacking))


def missing(wanted: Column, columns: Sequence[str], proposal: str | None = None) -> FileRefused:
    """Refusal of a file without a required column, with the headers spelled nearest to one that would do."""
    column, names = wanted.name, wanted.headers
    near = list(dict.fromkeys(header for name in (column, *names) for header in nearest(name, columns)))[:3]
    guess = f" The nearest are {listing(near)}." if near else ""
    return FileRefused(
        "MISSING_COLUMN",
        f"No header of the file is known to mean `{column}`.{guess}",
        f"Name its header in a mapping; the file has {', '.join(columns)}.",
        details={"column": column, "nearest": near, **({"proposal": proposal} if proposal else {})},
    )
