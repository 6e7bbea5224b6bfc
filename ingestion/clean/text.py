"""Text cells to names: trimmed, one Unicode form, aliases applied; what looks like a number or NA stays as it is.

In: a text column and a `TextStyle`. Out: `Parsed` with String. Work is done once for each distinct cell.
`Spellings` remembers the names of a whole file, to tell of those that differ only by case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from unicodedata import normalize

import polars as pl

from ingestion.clean.cells import Parsed, no_rules

_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]"
_INVISIBLE = r"[\x1b\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
_NO_BREAK_SPACE = r"[\u00a0\u2007\u202f]"
_DAMAGED_ID = r"^[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,3}$"

STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    "completed": (
        *("completed", "complete", "paid", "shipped", "delivered", "fulfilled", "closed", "invoiced", "done", "posted"),
        *("success", "successful", "settled", "sold", "received", "finished"),
    ),
    "pending": (
        *("pending", "open", "processing", "in process", "in progress", "on hold", "hold", "draft", "new", "unpaid"),
        *("awaiting payment", "pending payment", "awaiting shipment", "confirmed"),
    ),
    "cancelled": (
        *("cancelled", "canceled", "cancel", "void", "voided", "rejected", "declined", "failed", "aborted", "deleted"),
    ),
}


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Aliases of members; whether the cells are order numbers, which a spreadsheet may have damaged; or statuses."""

    aliases: Mapping[str, str] = field(default_factory=dict)
    is_order_id: bool = False
    is_status: bool = False


def parse_names(cells: pl.Series, style: TextStyle) -> Parsed:
    """Names as they are stored. Empty is null.

    >>> parse_names(pl.Series([" Thika\u00a0", "NA", "00123"]), TextStyle()).values.to_list()
    ['Thika', 'NA', '00123']
    """
    members = _members(cells.unique().drop_nulls(), style)
    changed = members.filter(pl.col("name").ne_missing(pl.col("cell")))
    broken = members.filter(pl.col("rule").is_not_null())
    values = cells
    if changed.height:
        values = cells.replace(changed["cell"], changed["name"])
    return Parsed(values, _rules(cells, broken), _warnings(cells, members))


def _members(cells: pl.Series, style: TextStyle) -> pl.DataFrame:
    """One row a distinct cell: `name`, `rule`, whether it was `merged` into another spelling, is `hidden`."""
    trimmed = pl.col("cell").str.replace_all(_NO_BREAK_SPACE, " ").str.strip_chars().str.normalize("NFC")
    frame = cells.to_frame("cell").with_columns(trimmed.alias("tidy"))
    name: pl.Expr = pl.when(pl.col("tidy") != "").then("tidy")
    if style.aliases:
        name = name.replace(dict(style.aliases))
    if style.is_status:
        name = _status(name)
    return frame.select(
        "cell",
        name.alias("name"),
        _broken(style, name).cast(pl.String).alias("rule"),
        ((pl.col("tidy") != pl.col("cell")) & (pl.col("tidy") != "")).alias("merged"),
        pl.col("cell").str.contains(_INVISIBLE).alias("hidden"),
    )


def _status(name: pl.Expr) -> pl.Expr:
    words = {word: status for status, synonyms in STATUS_WORDS.items() for word in synonyms}
    spoken = name.str.to_lowercase().str.replace_all(r"[\s_-]+", " ")
    return spoken.replace_strict(words, default=name, return_dtype=pl.String)


def _broken(style: TextStyle, name: pl.Expr) -> pl.Expr:
    rule = pl.when(pl.col("cell").str.contains(_CONTROL)).then(pl.lit("CONTROL_CHARACTER"))
    if style.is_order_id:
        return rule.when(pl.col("tidy").str.contains(_DAMAGED_ID)).then(pl.lit("ID_DAMAGED")).otherwise(None)
    if style.is_status:
        return rule.when(~name.is_in(list(STATUS_WORDS))).then(pl.lit("STATUS")).otherwise(None)
    return rule.otherwise(None)


def _rules(cells: pl.Series, broken: pl.DataFrame) -> pl.Series:
    if not broken.height:
        return no_rules(len(cells))
    return cells.replace_strict(broken["cell"], broken["rule"], default=None, return_dtype=pl.String)


def _warnings(cells: pl.Series, members: pl.DataFrame) -> dict[str, int]:
    """How many cells were merged into another spelling, and how many hold characters that do not show."""
    counts = {
        "NAME_MERGED": members.filter("merged")["cell"],
        "INVISIBLE_CHARACTER": members.filter("hidden")["cell"],
    }
    return {code: int(cells.is_in(odd.implode()).sum()) for code, odd in counts.items() if len(odd)}


def normal_form(name: str) -> str:
    """The form in which a cell is compared with an alias."""
    return normalize("NFC", re.sub(_NO_BREAK_SPACE, " ", name).strip())


class Spellings:
    """The distinct names of each column over a whole file."""

    def __init__(self) -> None:
        self._seen: dict[str, pl.Series] = {}

    def count_new_variants(self, column: str, names: pl.Series) -> int:
        """How many names came that differ from another one of the file only by case."""
        fresh = names.unique().drop_nulls()
        before = self._seen.get(column)
        if before is None:
            self._seen[column] = fresh
            return _variants(fresh)
        both = pl.concat([before, fresh]).unique()
        self._seen[column] = both
        return _variants(both) - _variants(before)


def _variants(names: pl.Series) -> int:
    return len(names) - names.str.to_lowercase().n_unique()
