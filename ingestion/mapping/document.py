"""A mapping file as a value: what its author said, checked as far as that is possible without the sales file.

In: YAML text and the catalog. Out: a `MappingDocument`, or a `MappingError` that names the word at fault and the
nearest right one. Headers are looked up later, by `ingestion.mapping.resolve`, when the file is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from druid.catalog.model import Catalog
from ingestion.errors import MappingError
from ingestion.mapping import words
from ingestion.mapping.origin import Origin, date_formats, mappable, read_origin
from ingestion.mapping.strict_yaml import Value, read_yaml
from ingestion.read.source import Dialect


class DateOrder(StrEnum):
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    YEAR_FIRST = "year_first"


@dataclass(frozen=True, slots=True)
class MappingDocument:
    """What a mapping file says. An empty `origins` leaves the columns to be proposed from the headers."""

    name: str = ""
    origins: tuple[Origin, ...] = ()
    ignore: tuple[str, ...] = ()
    dialect: Dialect = Dialect()
    decimal: str | None = None
    thousands: str | None = None
    date_order: DateOrder | None = None
    date_formats: tuple[str, ...] = ()
    timezone: str | None = None
    unique_key: tuple[str, ...] = ()
    order_key: tuple[str, ...] = ()
    negative_units_are_returns: bool = False
    gross_includes_tax: Decimal | None = None
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


KEYS = (
    "name",
    "columns",
    "ignore",
    "encoding",
    "delimiter",
    "quote",
    "escape",
    "sheet",
    "header_line",
    "decimal",
    "thousands",
    "date_order",
    "date_format",
    "timezone",
    "unique_key",
    "order_key",
    "sign_rules",
    "gross_includes_tax",
    "values",
)


def load_mapping(path: Path, catalog: Catalog) -> MappingDocument:
    """Read a mapping file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError(
            "MAPPING_UNREADABLE", f"The mapping file {path.name or path} cannot be read.", "Name an UTF-8 text file."
        ) from error
    return parse_mapping(text, catalog)


def parse_mapping(text: str, catalog: Catalog) -> MappingDocument:
    """The document that a mapping's text describes."""
    data = read_yaml(text)
    for key in data:
        words.known("UNKNOWN_KEY", "key", key, KEYS)
    marks = words.marks(data, "the mapping")
    document = MappingDocument(
        name=words.text(data, "name") or "",
        origins=_origins(data, catalog),
        ignore=words.texts(data, "ignore"),
        dialect=_dialect(data),
        decimal=marks.decimal,
        thousands=marks.thousands,
        date_order=_date_order(data),
        date_formats=date_formats(data, "date_format"),
        timezone=words.zone(data, "timezone"),
        unique_key=_columns(data, "unique_key", catalog),
        order_key=_columns(data, "order_key", catalog),
        negative_units_are_returns=_sign_rules(data),
        gross_includes_tax=_tax_rate(data),
        values=_values(data, catalog),
    )
    _check_keys(document)
    return document


def _origins(data: Mapping[str, Value], catalog: Catalog) -> tuple[Origin, ...]:
    entries = words.branch(data, "columns")
    return tuple(read_origin(column, entry, catalog) for column, entry in entries.items())


def _dialect(data: Mapping[str, Value]) -> Dialect:
    return Dialect(
        encoding=words.encoding(data, "encoding"),
        delimiter=words.character(data, "delimiter"),
        quote=words.character(data, "quote") or '"',
        escape=words.character(data, "escape"),
        sheet=words.text(data, "sheet"),
        header_line=words.whole_number(data, "header_line"),
    )


def _date_order(data: Mapping[str, Value]) -> DateOrder | None:
    word = words.text(data, "date_order")
    if word is None:
        return None
    words.known("BAD_VALUE", "date_order", word, [order.value for order in DateOrder])
    return DateOrder(word)


def _columns(data: Mapping[str, Value], key: str, catalog: Catalog) -> tuple[str, ...]:
    names = words.texts(data, key)
    for name in names:
        words.known("UNKNOWN_COLUMN", f"column in `{key}`", name, mappable(catalog))
    return names


def _check_keys(document: MappingDocument) -> None:
    mapped = [origin.column for origin in document.origins]
    missing = [name for name in (*document.unique_key, *document.order_key) if mapped and name not in mapped]
    if missing:
        raise MappingError(
            "UNKNOWN_COLUMN",
            f"The mapping uses {missing[0]!r} in a key but gives no header for it.",
            f"Add {missing[0]!r} under `columns`, or take it out of the key.",
        )


def _sign_rules(data: Mapping[str, Value]) -> bool:
    rules = words.branch(data, "sign_rules")
    for key, meaning in rules.items():
        words.known("UNKNOWN_KEY", "sign rule", key, ("negative_units",))
        if meaning != "returns":
            raise words.bad("negative_units", meaning, "`returns`")
    return bool(rules)


def _tax_rate(data: Mapping[str, Value]) -> Decimal | None:
    rate = words.decimal_number(data, "gross_includes_tax")
    if rate is not None and not 0 < rate < 1:
        raise words.bad("gross_includes_tax", str(rate), "the rate as a fraction, such as 0.16")
    return rate


def _values(data: Mapping[str, Value], catalog: Catalog) -> dict[str, Mapping[str, str]]:
    members = words.branch(data, "values")
    for column in members:
        words.known("UNKNOWN_COLUMN", "column in `values`", column, list(catalog.dimension))
    return {column: words.renames(members, column) for column in members}
