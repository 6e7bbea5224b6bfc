"""Which headers can mean a canonical column, by name and by a glance at their cells.

In: the file's columns, a `Look` a column, the catalog. Out: `Claims`: for each canonical column its candidates, the
company's own header or the column's own name before any synonym.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from druid.catalog.model import SCALE, Catalog, Column, Kind
from ingestion.mapping.evidence import Look

Claims = dict[str, tuple[str, ...]]

ENOUGH = 0.5

PRICES = ("unit price", "price", "selling price", "sale price", "sales price", "price each", "price per unit", "rate")
UNIT_COSTS = ("unit cost", "cost price", "buying price", "purchase price", "cost per unit", "cost each")
PROFITS = ("profit", "gross profit", "gross margin", "margin amount", "profit amount", "total profit")
DISCOUNTS = ("discount", "discount rate", "discount percent", "disc", "discount amount", "discount value")
BARE_COSTS = ("cost", "costs")
TAX_WORDS = frozenset(("vat", "tax", "gst", "taxes"))

_CURRENCIES = frozenset(("kes", "ksh", "kshs", "usd", "eur", "gbp", "tzs", "ugx"))
_NAMES = ("name", "description", "dscription", "detail", "location")


def header_words(header: str) -> list[str]:
    """The words of a header in lower case, without a unit in brackets and without a currency.

    >>> header_words("grossRevenue (KES)"), header_words("Invoice #"), header_words("Disc%")
    (['gross', 'revenue'], ['invoice', 'no'], ['disc', 'percent'])
    """
    text = re.sub(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$", "", header).replace("#", " no ").replace("%", " percent ")
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    words = [word.casefold() for word in re.findall(r"[^\W_]+", text)]
    return [word for word in words if word not in _CURRENCIES] or words


def squeeze(header: str) -> str:
    """A header's words as one, so that `InvoiceNo`, `invoice_no` and `Invoice No.` are equal."""
    return "".join(header_words(header))


def named(columns: Sequence[str], names: Iterable[str]) -> tuple[str, ...]:
    """The file's columns that bear one of the names, in the order of the names."""
    order = list(dict.fromkeys(squeeze(name) for name in names))
    return tuple(sorted((c for c in columns if squeeze(c) in order), key=lambda c: order.index(squeeze(c))))


def claim(columns: Sequence[str], looks: Mapping[str, Look], catalog: Catalog) -> Claims:
    """The candidates of every canonical column that has some."""
    claims = {column.name: _candidates(column, columns, looks) for column in catalog.columns}
    claims = _nearest_region(_share_categories(claims))
    return {name: headers for name, headers in claims.items() if headers}


def _candidates(column: Column, columns: Sequence[str], looks: Mapping[str, Look]) -> tuple[str, ...]:
    own = {name.casefold() for name in (*column.headers[:1], column.name)}
    exact = tuple(header for header in columns if column.headers and header.casefold() in own)
    if exact:
        return exact
    by_name = named(columns, column.headers)
    fitting = tuple(header for header in by_name if _fits(looks[header], column.kind))
    return fitting or (by_name if column.required else ())


def _fits(look: Look, kind: Kind) -> bool:
    """Whether a column's cells can be of a kind; an empty column can be anything."""
    if not look.cells:
        return True
    if kind is Kind.INSTANT:
        return look.dates >= ENOUGH
    return kind not in SCALE or look.numbers >= ENOUGH


def _share_categories(claims: Claims) -> Claims:
    """A category beside a sub-category is the line of the product; alone it is its group."""
    groups, lines = claims.get("item_group", ()), claims.get("product_line", ())
    finer = tuple(
        header for header in groups if header_words(header)[:1] == ["sub"] or squeeze(header) == "subcategory"
    )
    if not finer or len(finer) == len(groups):
        return claims
    coarser = tuple(header for header in groups if header not in finer)
    return {**claims, "item_group": finer, "product_line": lines or coarser}


def _nearest_region(claims: Claims) -> Claims:
    """Places of different size are no rivals: the first in the catalog's order, region to country, is the region."""
    return {**claims, "region": claims.get("region", ())[:1]}


def readable_first(headers: Sequence[str]) -> list[str]:
    """Headers of names before headers of codes, otherwise as they came."""
    return sorted(headers, key=lambda header: header_words(header)[-1] not in _NAMES)


def states_tax(columns: Sequence[str]) -> tuple[str, ...]:
    """Headers that speak of a tax."""
    return tuple(column for column in columns if TAX_WORDS & set(header_words(column)))
