"""Text cells to scaled integers, exactly: no cell ever passes through a float.

In: a text column, the marks it is written with (`NumberStyle`) and the scale to keep. Out: `Parsed` with integers
(Int64, or Int128 above scale 4), the rule each other cell breaks, and warnings. A cell that is already plain
digits takes the fast way; only the others are taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from ingestion.clean.cells import Parsed, no_rules, place
from ingestion.recipe import NumberFormat

LARGEST = 10**12
WHOLE_DIGITS = 14

NULL_WORDS = (
    *("nan", "-nan", "inf", "-inf", "+inf", "infinity", "-infinity", "null", "(null)", "none", "nil", "na", "n/a"),
    *("#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!", "-", "--", "–", "—"),
)
_OWN_MARKS: Mapping[str, tuple[str, ...]] = {
    "KES": ("KES", "KShs", "KSh", "Kshs", "Ksh", "Sh"),
    "USD": ("USD", "US$", "$"),
    "EUR": ("EUR", "€"),
    "GBP": ("GBP", "£"),
    "INR": ("INR", "Rs", "₹"),
}
_SPACES = " \u00a0\u202f\u2007\u2009"
_SAME_MARKS: Mapping[str, str] = {**dict.fromkeys(_SPACES, _SPACES), **dict.fromkeys("'’", "'’")}
_CODES = (
    *("KES", "USD", "EUR", "GBP", "INR", "UGX", "TZS", "RWF", "ETB", "ZAR", "NGN", "GHS", "EGP", "AED", "SAR", "JPY"),
    *("CNY", "CHF", "SEK", "NOK", "DKK", "AUD", "CAD", "NZD", "BRL", "MXN", "RUB", "TRY", "PLN", "SGD", "HKD", "XAF"),
    *("XOF", "BIF", "SOS", "SSP", "KShs", "KSh", "USh", "TSh", "US$", "Rs", "/="),
)


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a column's numbers are written, and whether a word for "nothing" may stand in it."""

    format: NumberFormat = NumberFormat()
    currency: str = "KES"
    is_optional: bool = True


def parse_numbers(cells: pl.Series, style: NumberStyle, scale: int) -> Parsed:
    """Integers of 1/10**scale. Trailing zeros never count as decimals.

    >>> parse_numbers(pl.Series(["(1,250.50)", "12.34567"]), NumberStyle(NumberFormat(".", ",")), 4).rules.to_list()
    [None, 'PRECISION']
    """
    plain = cells.str.contains(rf"^[+-]?[0-9]{{1,{WHOLE_DIGITS}}}(?:\.[0-9]{{0,{scale}}}0*)?$")
    if style.format.decimal != "." or "." in style.format.thousands:
        plain &= ~cells.str.contains(".", literal=True)
    odd = (~plain).fill_null(value=False).arg_true()
    digits, rules = cells, no_rules(len(cells))
    warnings: dict[str, int] = {}
    if len(odd):
        readings = _readings(cells.gather(odd), style, scale)
        digits = place(cells, odd, readings["digits"])
        rules = place(rules, odd, readings["rule"])
        warnings = _count(readings["warning"])
    values, beyond = _scaled(digits, scale)
    if beyond.any():
        rules = place(rules, beyond.arg_true(), pl.Series(["MONEY_RANGE"], dtype=pl.String))
    return Parsed(values, rules, warnings)


def _scaled(digits: pl.Series, scale: int) -> tuple[pl.Series, pl.Series]:
    """Plain digits as integers, and where they pass the largest amount (those become null)."""
    whole = digits.cast(pl.Decimal(38, scale)).to_physical()
    limit = LARGEST * 10**scale
    frame = whole.to_frame("n").select(
        pl.col("n").is_between(pl.lit(-limit, pl.Int128), pl.lit(limit, pl.Int128)).alias("within"), "n"
    )
    within = frame["within"].fill_null(value=True)
    values = frame["n"] if within.all() else frame.select(pl.when(within).then("n").alias("n"))["n"]
    return values.cast(pl.Int64) if scale <= 4 else values, ~within


def _count(warnings: pl.Series) -> dict[str, int]:
    counted = warnings.drop_nulls().value_counts()
    return dict(counted.iter_rows())


def _readings(cells: pl.Series, style: NumberStyle, scale: int) -> pl.DataFrame:
    """Columns `digits` (plain, or null), `rule` and `warning` for cells that are not plain digits already."""
    frame = _unwrap(cells, style)
    digits = pl.col("digits")
    is_large = digits.str.contains(rf"^[+-]?0*[1-9][0-9]{{{WHOLE_DIGITS},}}")
    is_precise = digits.str.contains(rf"^[+-]?[0-9]*(?:\.[0-9]{{0,{scale}}}0*)?$")
    return frame.select(
        pl.when(is_precise & ~is_large).then(digits).alias("digits"),
        pl.when(is_large)
        .then(pl.lit("MONEY_RANGE"))
        .when(~is_precise)
        .then(pl.lit("PRECISION"))
        .otherwise("rule")
        .alias("rule"),
        "warning",
    )


def _unwrap(cells: pl.Series, style: NumberStyle) -> pl.DataFrame:
    """Each cell by the least rewriting that makes digits of it; what no rewriting reads gets its rule."""
    bare = cells.str.strip_chars()
    digits = _ungroup(bare, style.format)
    for rewrite in (_without_marks(style.currency), _with_leading_minus()):
        unread = digits.is_null().arg_true()
        if not len(unread):
            break
        rest = bare.gather(unread).to_frame("bare").select(rewrite.alias("bare"))["bare"]
        bare, digits = place(bare, unread, rest), place(digits, unread, _ungroup(rest, style.format))
    unread = digits.is_null().arg_true()
    words = _words(cells.gather(unread), bare.gather(unread), style)
    return pl.DataFrame(
        {
            "digits": place(digits, unread, words["digits"]),
            "rule": place(no_rules(len(cells)), unread, words["rule"]),
            "warning": place(no_rules(len(cells)), unread, words["warning"]),
        }
    )


def _without_marks(currency: str) -> pl.Expr:
    """Without the marks of the own currency, before or behind the amount.

    The pattern only decides and literals do the work: replacing captured groups costs ten times as much.
    """
    own = _OWN_MARKS.get(currency, (currency,))
    ends = ("/=", "/-") if currency == "KES" else ()
    front = "|".join(re.escape(mark) for mark in own)
    back = "|".join(re.escape(mark) for mark in (*own, *ends))
    amount = r"[(+−-]*\s*[0-9.,'’\s]+"
    fits = rf"(?i)^[(+−-]*\s*(?:(?:{front})\.?)?\s*{amount}(?:{back})?\s*[)−-]?$"
    marks = sorted({*own, *(f"{mark}." for mark in own), *ends}, key=len, reverse=True)
    bare = pl.col("bare")
    stripped = bare.str.replace_many(
        marks, [""] * len(marks), ascii_case_insensitive=True, leftmost=True
    ).str.strip_chars()
    return pl.when(bare.str.contains(fits)).then(stripped).otherwise(bare)


def _with_leading_minus() -> pl.Expr:
    """Every way to write a negative amount as one with a minus before it."""
    bare = pl.col("bare").str.replace_all("−", "-", literal=True)
    inner = bare.str.strip_chars("()").str.strip_chars()
    before = bare.str.strip_suffix("-").str.strip_chars()
    behind = bare.str.slice(1).str.strip_chars()
    return (
        pl.when(bare.str.contains(r"^\([^()+-]+\)$"))
        .then(pl.concat_str(pl.lit("-"), inner))
        .when(bare.str.contains(r"^[0-9.,][^-]*-$"))
        .then(pl.concat_str(pl.lit("-"), before))
        .when(bare.str.contains(r"^[+-]\s"))
        .then(pl.concat_str(bare.str.slice(0, 1), behind))
        .otherwise(bare)
    )


def _ungroup(bare: pl.Series, style: NumberFormat) -> pl.Series:
    return bare.to_frame("bare").select(_ungrouped(style).alias("digits"))["digits"]


def _words(cells: pl.Series, bare: pl.Series, style: NumberStyle) -> pl.DataFrame:
    """Cells that are no plain amount: nothing, powers of ten, foreign money, or no number at all."""
    text = pl.col("cell").str.strip_chars()
    is_nothing = text.str.to_lowercase().is_in(NULL_WORDS) & style.is_optional
    frame = pl.DataFrame({"cell": cells, "bare": bare}).with_columns(
        _is_scientific(style.format).fill_null(value=False).alias("science"),
        pl.lit(None, pl.String).alias("digits"),
    )
    frame = _expand(frame, style.format) if frame["science"].any() else frame
    return frame.select(
        "digits",
        pl.when((text == "") | is_nothing | pl.col("science"))
        .then(None)
        .when(pl.col("bare").str.contains(_foreign()))
        .then(pl.lit("CURRENCY"))
        .otherwise(pl.lit("NOT_A_NUMBER"))
        .cast(pl.String)
        .alias("rule"),
        pl.when(is_nothing)
        .then(pl.lit("NOTHING_WORD"))
        .when("science")
        .then(pl.lit("SCIENTIFIC"))
        .otherwise(None)
        .cast(pl.String)
        .alias("warning"),
    )


def _ungrouped(style: NumberFormat) -> pl.Expr:
    """Plain digits with a point where the grouping is right, else null."""
    point = re.escape(style.decimal)
    groups = "".join(rf"|[0-9]{{1,3}}(?:{_group_mark(mark)}[0-9]{{3}})+" for mark in style.thousands)
    fits = rf"^[+-]?(?:(?:[0-9]+{groups})(?:{point}[0-9]*)?|{point}[0-9]+)$"
    bare = pl.col("bare")
    merged = bare
    for mark in "".join(_SAME_MARKS.get(mark, mark) for mark in style.thousands):
        merged = merged.str.replace_all(mark, "", literal=True)
    pointed = merged if style.decimal == "." else merged.str.replace(style.decimal, ".", literal=True)
    return pl.when(bare.str.contains(fits)).then(pointed)


def _group_mark(mark: str) -> str:
    return f"[{re.escape(_SAME_MARKS.get(mark, mark))}]"


def _is_scientific(style: NumberFormat) -> pl.Expr:
    point = re.escape(style.decimal)
    return pl.col("bare").str.contains(rf"^[+-]?[0-9]+(?:{point}[0-9]*)?[eE][+-]?[0-9]{{1,2}}$")


def _expand(frame: pl.DataFrame, style: NumberFormat) -> pl.DataFrame:
    """1e3 written out. Such cells are few, so each distinct one passes through Decimal."""
    written = frame.filter("science")["bare"].unique().to_list()
    plain = [f"{Decimal(text.replace(style.decimal, '.')):f}" for text in written]
    expanded = pl.col("bare").replace_strict(written, plain, default=None, return_dtype=pl.String)
    return frame.with_columns(pl.when("science").then(expanded).otherwise("digits").alias("digits"))


def _foreign() -> str:
    """An amount with a mark of money before or behind it; the own marks are gone by then."""
    codes = "|".join(re.escape(code) for code in _CODES)
    mark = rf"(?:{codes}|\p{{Sc}})"
    amount = r"[+-]?\s*[0-9][0-9.,'’\s]*"
    return rf"(?i)^[(+-]*\s*(?:{mark}\.?\s*{amount}|{amount}\s*{mark})[)-]?$"
