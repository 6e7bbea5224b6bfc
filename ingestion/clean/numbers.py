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
    text = pl.col("cell").str.strip_chars()
    frame = cells.to_frame("cell").select(
        text.str.to_lowercase().is_in(NULL_WORDS).alias("nothing"),
        (text == "").alias("empty"),
        _bare(text, style.currency).alias("bare"),
    )
    frame = frame.with_columns(_ungrouped(style.format).alias("digits"), _is_scientific(style.format).alias("science"))
    if frame["science"].any():
        frame = _expand(frame, style.format)
    return frame.select(*_verdict(style, scale))


def _bare(text: pl.Expr, currency: str) -> pl.Expr:
    """Without own currency marks, with every way to write a minus as a leading one."""
    own = "|".join(re.escape(mark) for mark in _OWN_MARKS.get(currency, (currency,)))
    ends = own + (r"|/=|/-" if currency == "KES" else "")
    return (
        text.str.replace_all("−", "-", literal=True)
        .str.replace(rf"(?i)^([(+-]*)\s*(?:{own})\.?\s*([(+-]*\s*[0-9.,])", "${1}${2}")
        .str.replace(rf"(?i)([0-9.,])\s*(?:{ends})\s*([)-]?)$", "${1}${2}")
        .str.replace(r"^\(\s*([^()+-]+?)\s*\)$", "-${1}")
        .str.replace(r"^([0-9.,].*?)\s*-$", "-${1}")
        .str.replace(r"^([+-])\s+", "${1}")
    )


def _ungrouped(style: NumberFormat) -> pl.Expr:
    """Plain digits with a point where the grouping is right, else null."""
    point = re.escape(style.decimal)
    groups = "".join(rf"|[0-9]{{1,3}}(?:{_group_mark(mark)}[0-9]{{3}})+" for mark in style.thousands)
    fits = rf"^[+-]?(?:(?:[0-9]+{groups})(?:{point}[0-9]*)?|{point}[0-9]+)$"
    bare = pl.col("bare")
    marks = "|".join(_group_mark(mark) for mark in style.thousands)
    merged = bare.str.replace_all(marks, "") if marks else bare
    pointed = merged.str.replace(style.decimal, ".", literal=True)
    return pl.when(bare.str.contains(fits)).then(pointed.str.replace(r"^([+-]?)0+([0-9])", "${1}${2}"))


def _group_mark(mark: str) -> str:
    if mark.isspace():
        return r"\s"
    return "['’]" if mark in "'’" else re.escape(mark)


def _is_scientific(style: NumberFormat) -> pl.Expr:
    point = re.escape(style.decimal)
    return pl.col("bare").str.contains(rf"^[+-]?[0-9]+(?:{point}[0-9]*)?[eE][+-]?[0-9]{{1,2}}$")


def _expand(frame: pl.DataFrame, style: NumberFormat) -> pl.DataFrame:
    """1e3 written out. Such cells are few, so each distinct one passes through Decimal."""
    written = frame.filter("science")["bare"].unique().to_list()
    plain = [f"{Decimal(text.replace(style.decimal, '.')):f}" for text in written]
    expanded = pl.col("bare").replace_strict(written, plain, default=None, return_dtype=pl.String)
    return frame.with_columns(pl.when("science").then(expanded).otherwise("digits").alias("digits"))


def _verdict(style: NumberStyle, scale: int) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    digits = pl.col("digits")
    is_empty = pl.col("empty")
    is_precise = digits.str.contains(rf"^[+-]?[0-9]*(?:\.[0-9]{{0,{scale}}}0*)?$")
    is_large = digits.str.contains(rf"^[+-]?[0-9]{{{WHOLE_DIGITS + 1},}}")
    is_foreign = pl.col("bare").str.contains(_foreign())
    rule = (
        pl.when(is_empty | (pl.col("nothing") & style.is_optional))
        .then(None)
        .when(is_large)
        .then(pl.lit("MONEY_RANGE"))
        .when(digits.is_not_null() & ~is_precise)
        .then(pl.lit("PRECISION"))
        .when(digits.is_not_null())
        .then(None)
        .when(is_foreign)
        .then(pl.lit("CURRENCY"))
        .otherwise(pl.lit("NOT_A_NUMBER"))
    )
    warning = pl.when(pl.col("nothing") & style.is_optional).then(pl.lit("NOTHING_WORD"))
    return (
        pl.when(digits.is_not_null() & is_precise & ~is_large).then(digits).alias("digits"),
        rule.cast(pl.String).alias("rule"),
        warning.when("science").then(pl.lit("SCIENTIFIC")).otherwise(None).cast(pl.String).alias("warning"),
    )


def _foreign() -> str:
    """An amount with a mark of money before or behind it; the own marks are gone by then."""
    codes = "|".join(re.escape(code) for code in _CODES)
    mark = rf"(?:{codes}|\p{{Sc}})"
    amount = r"[+-]?\s*[0-9][0-9.,'’\s]*"
    return rf"(?i)^[(+-]*\s*(?:{mark}\.?\s*{amount}|{amount}\s*{mark})[)-]?$"
