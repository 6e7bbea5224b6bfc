"""The overview on one page, for the morning mail: figures with their comparison, trends, the best sellers, branches.

In: the envelopes of the reports named in `QUESTIONS`, over one snapshot. Out: a whole HTML document. What could not be
answered says why in its place; the page says which data it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from backend.exports.facts import lacks_days
from backend.frame import NOT_LOADED
from backend.printed.charts import NOW, PALE, PALE_THEN, THEN, share_bar, trend_chart
from backend.printed.style import STYLE
from backend.printed.words import UNKNOWN, days, exact, growth, minute, percent, shown, unnamed, whole
from backend.reports.spec import FieldType

Envelope = Mapping[str, Any]
ROWS = 6
MOST_NOTES = 4
OVERVIEW = "overview"

QUESTIONS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    OVERVIEW: ("salesOverview", {}),
    "revenue": ("salesTrends", {"metric": "REVENUE"}),
    "profit": ("salesTrends", {"metric": "PROFIT"}),
    "salespeople": ("salespersonLeaderboard", {"limit": ROWS}),
    "products": ("topProducts", {"limit": ROWS}),
    "lines": ("productLines", {"limit": ROWS}),
    "branches": ("branchPerformance", {"limit": ROWS}),
}
"""Part of the page -> the report it shows, with what is asked of it beyond the page's own arguments."""

FIGURES = (
    ("Net revenue", "totalRevenue", FieldType.MONEY),
    ("Profit", "grossProfit", FieldType.MONEY),
    ("Margin", "profitMargin", FieldType.FRACTION),
    ("Orders", "totalOrders", FieldType.COUNT),
    ("Average order", "averageOrderValue", FieldType.MONEY),
    ("Units sold", "unitsSold", FieldType.UNITS),
    ("Customers", "uniqueCustomers", FieldType.COUNT),
    ("Returns", "returnsValue", FieldType.MONEY),
)
TAKEN_BACK = frozenset({"returnsValue"})
"""Figures answered as amounts below zero and printed as amounts above it, of which less is better."""
TABLES = (
    ("Salespeople", "salespeople", "salesperson", "profit"),
    ("Products", "products", "product", "revenue"),
    ("Branches", "branches", "branch", "revenue"),
    ("Product lines", "lines", "productLine", "revenue"),
)
"""Title, part, the row's member, and the figure that the list is ordered by and its bars are of."""
COLUMNS = (
    ("Revenue", "revenue", FieldType.MONEY),
    ("Profit", "profit", FieldType.MONEY),
    ("Margin", "profitMargin", FieldType.FRACTION),
)


@dataclass(frozen=True, slots=True)
class Page:
    """The envelopes of all parts; `filters` is what was asked, in words."""

    parts: Mapping[str, Envelope]
    filters: str

    @property
    def overview(self) -> Envelope:
        return self.parts[OVERVIEW]

    @property
    def metadata(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.overview["metadata"]
        return found

    @property
    def currency(self) -> str:
        return str(self.metadata["currency"])


def overview_page(parts: Mapping[str, Envelope], filters: str) -> str:
    """The document. The overview itself was answered; any other part may have failed."""
    page = Page(parts, filters)
    body = "".join((*_header(page), *_figures(page), *_charts(page), *_tables(page), *_footer(page)))
    title = f"Sales overview, {_period(page)}"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>{body}</body></html>\n"
    )


def _period(page: Page) -> str:
    period = page.metadata["period"]
    return days(period["start"], period["end"])


def _compared(page: Page) -> str:
    compared = page.metadata["comparisons"]
    if not compared:
        return "Compared with nothing."
    kind = str(compared[0]["kind"]).replace("_", " ").lower()
    return f"Compared with {days(compared[0]['start'], compared[0]['end'])} ({kind})."


def _header(page: Page) -> Iterator[str]:
    as_of = page.metadata["asOf"]
    seen = f" Data up to {minute(as_of)}." if as_of else ""
    yield f"<header><h1>Sales overview</h1><p><strong>{escape(_period(page))}</strong>, {escape(page.filters)}</p>"
    yield f"<p>{escape(_compared(page) + seen)}</p></header>"


def _figures(page: Page) -> Iterator[str]:
    now = page.overview["data"]
    then = now["comparisons"][0]["values"] if now["comparisons"] else {}
    # what holds for the growth of revenue holds for every figure: the same window is behind it
    is_based = not {"NO_BASE", "BASE_PARTIAL"} & _codes_of(page, "growthRate")
    yield '<div class="figures">'
    for label, name, kind in FIGURES:
        value, base = _amount(name, now), _amount(name, then) if is_based else None
        unit = f", {escape(page.currency)}" if kind is FieldType.MONEY else ""
        yield f'<div class="figure"><span>{label}{unit}</span><b>{escape(shown(value, kind, page.currency))}</b>'
        yield f"<i>{_beside(page, (name, kind), value, base)}</i></div>"
    yield "</div>"


def _amount(name: str, figures: Mapping[str, Any]) -> Decimal | None:
    value = figures.get(name)
    return None if value is None else -exact(value) if name in TAKEN_BACK else exact(value)


def _codes_of(page: Page, field: str) -> set[str]:
    return {null["code"] for null in page.metadata["nulls"] if null["field"] == field}


def _beside(page: Page, figure: tuple[str, FieldType], now: Decimal | None, then: Decimal | None) -> str:
    """What stands under a figure: why it is unknown, or how it moved."""
    name, kind = figure
    if now is None:
        return escape(", ".join(sorted(_codes_of(page, name))).replace("_", " ").lower() or UNKNOWN)
    moved = growth(now, then)
    if then is None or moved is None:
        return "no comparison"
    if kind is FieldType.FRACTION:
        return f"was {escape(shown(then, kind, page.currency))}"
    return f"{_coloured(moved, is_less_better=name in TAKEN_BACK)} was {escape(shown(then, kind, page.currency))}"


def _coloured(change: str, *, is_less_better: bool = False) -> str:
    is_good = change.startswith("-") is is_less_better
    return f'<span class="{"up" if is_good else "down"}">{escape(change)}</span>'


def _charts(page: Page) -> Iterator[str]:
    yield '<div class="pair">'
    for title, part in (("Net revenue", "revenue"), ("Profit", "profit")):
        envelope = page.parts[part]
        yield f"<section><h2>{title}</h2>"
        yield _failure(envelope) or trend_chart(envelope["data"]["points"], f"{title}, {_period(page)}")
        yield "</section>"
    yield "</div>"


def _failure(envelope: Envelope) -> str | None:
    error = envelope["error"]
    return None if error is None else f'<p class="none">{escape(error["message"])}</p>'


def _tables(page: Page) -> Iterator[str]:
    for start in range(0, len(TABLES), 2):
        yield '<div class="pair">'
        for title, part, member, wanted in TABLES[start : start + 2]:
            envelope = page.parts[part]
            by = _ordered_by(envelope, wanted)
            table = _failure(envelope) or _table(envelope, member, by, page.currency)
            yield f"<section><h2>{title} by {by}</h2>{table}</section>"
        yield "</div>"


def _ordered_by(envelope: Envelope, wanted: str) -> str:
    """The figure that rows are ordered by: net revenue where the wanted one was never loaded."""
    is_other = any(warning["code"] == "SORT_FALLBACK" for warning in envelope["metadata"]["warnings"])
    return "revenue" if is_other else wanted


def _table(envelope: Envelope, member: str, by: str, currency: str) -> str:
    rows: Sequence[Mapping[str, Any]] = envelope["data"]
    if not rows:
        is_loaded = all(warning["code"] != NOT_LOADED for warning in envelope["metadata"]["warnings"])
        return f'<p class="none">{"Nothing was sold." if is_loaded else "Nothing was loaded."}</p>'
    largest = max((row[by] or 0 for row in rows), default=0)
    head = "".join(f'<th class="n">{label}</th>' for label, _, _ in COLUMNS)
    lines = "".join(_row(row, member, share_bar(row[by], largest), currency) for row in rows)
    rest = envelope["metadata"]["page"]["totalCount"] - len(rows)
    more = f'<p class="none">and {rest:,} more</p>' if rest else ""
    return f'<table><tr><th>Name</th>{head}<th class="n">Growth</th></tr>{lines}</table>{more}'


def _row(row: Mapping[str, Any], member: str, bar: str, currency: str) -> str:
    name = unnamed(member) if row[member] is None else str(row[member])
    cells = "".join(
        f'<td class="n">{escape(whole(row[field]) if kind is FieldType.MONEY else shown(row[field], kind, currency))}'
        "</td>"
        for _, field, kind in COLUMNS
    )
    moved = UNKNOWN if row["growthRate"] is None else _coloured(percent(row["growthRate"]))
    return f'<tr><td><div title="{escape(name)}">{escape(name)}</div>{bar}</td>{cells}<td class="n">{moved}</td></tr>'


def _footer(page: Page) -> Iterator[str]:
    metadata = page.metadata
    notes = _notes(page)
    yield "<footer>"
    yield (
        f"<p>{_key(NOW)} this period {_key(THEN, 3)} first comparison {_key(PALE)} {_key(PALE_THEN, 3)} "
        "not over or not whole. "
        f"Amounts in {escape(page.currency)}, in tables without decimals; a dash is a value that is not known.</p>"
    )
    if notes:
        yield "<ul>" + "".join(f"<li>{escape(note)}</li>" for note in notes[:MOST_NOTES]) + "</ul>"
    if len(notes) > MOST_NOTES:
        yield f"<p>and {len(notes) - MOST_NOTES} more notes</p>"
    every = [part["metadata"] for part in page.parts.values()]
    whole = "complete" if all(one["complete"] and not lacks_days(one) for one in every) else "not complete"
    zone = metadata["period"]["timezone"]
    told = f"Data version {metadata['dataVersion']}, {whole}; days of {zone}; request {metadata['requestId']}."
    yield f"<p>{escape(told)}</p></footer>"


def _key(colour: str, height: int = 9) -> str:
    """A small piece of the chart's colour, as high as a column's or a line's."""
    square = f'<rect y="{(9 - height) // 2}" width="9" height="{height}" fill="{colour}"/>'
    return f'<svg class="key" viewBox="0 0 9 9">{square}</svg>'


def _notes(page: Page) -> list[str]:
    """Every warning of every part once."""
    warnings = [warning for part in page.parts.values() for warning in part["metadata"]["warnings"]]
    return list(dict.fromkeys(str(warning["message"]) for warning in warnings))
