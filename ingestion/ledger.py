"""The balance of a load: every line and every amount that came in is loaded, a duplicate, or set aside.

In: counts of lines, and for each money column its sums (scale 4). Out: `Ledger`, which balances or raises
`Unbalanced`, as a table for people and as a plain dictionary for machines, in one wording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ingestion.errors import Unbalanced

LINE_PARTS = ("loaded", "duplicate", "quarantined", "blank", "repeated headers")
MONEY_PARTS = ("loaded", "duplicate", "quarantined")


@dataclass(frozen=True, slots=True)
class Ledger:
    """`lines` has the parts of LINE_PARTS and "in"; each column of `money` those of MONEY_PARTS and "in".

    `unparsable` counts, by column, cells that hold something but no number: they are no part of the money.
    `rounding` is what rounding the results of expressions changed, as a sum of absolutes in 1/10 000.
    """

    lines: Mapping[str, int]
    money: Mapping[str, Mapping[str, int]]
    unparsable: Mapping[str, int] = field(default_factory=dict)
    rounding: float = 0.0

    def balance(self) -> None:
        """Raise `Unbalanced`, naming the first difference, unless both sides are equal to the last digit."""
        _balance("lines", self.lines, LINE_PARTS)
        for column, parts in self.money.items():
            _balance(column, parts, MONEY_PARTS)


def _balance(name: str, parts: Mapping[str, int], expected: tuple[str, ...]) -> None:
    out = sum(parts[part] for part in expected)
    if parts["in"] != out:
        raise Unbalanced(
            "UNBALANCED",
            f"{name}: {parts['in']} in, but {out} = {' + '.join(expected)}.",
            "Nothing was published. Please report this with the file's check output.",
        )


def render(ledger: Ledger) -> str:
    """The balance as a table of plain text."""
    header = ("", "in", *LINE_PARTS)
    rows = [("lines", *(f"{ledger.lines[part]:,}" for part in ("in", *LINE_PARTS)))]
    rows += [
        (column, *(amount(parts[part]) for part in ("in", *MONEY_PARTS)), "", "")
        for column, parts in ledger.money.items()
    ]
    widths = [max(len(row[place]) for row in (header, *rows)) for place in range(len(header))]
    table = [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width) for place, (cell, width) in enumerate(pairs)
        ).rstrip()
        for pairs in (list(zip(row, widths, strict=True)) for row in (header, *rows))
    ]
    return "\n".join([*table, *_remarks(ledger)])


def _remarks(ledger: Ledger) -> list[str]:
    remarks = [f"in = {' + '.join(LINE_PARTS)}, to the last digit"]
    if ledger.unparsable:
        cells = ", ".join(f"{column} {count:,}" for column, count in ledger.unparsable.items())
        remarks.append(f"cells without a number, not part of the money: {cells}")
    if ledger.rounding:
        remarks.append(f"rounding of expressions, sum of absolute differences: {ledger.rounding / 10_000:.6f}")
    return remarks


def to_json(ledger: Ledger) -> dict[str, object]:
    """The balance as a dictionary: lines are integers, money exact text with four decimals."""
    return {
        "lines": {_key(part): ledger.lines[part] for part in ("in", *LINE_PARTS)},
        "money": {
            column: {_key(part): f"{_decimal(parts[part]):f}" for part in ("in", *MONEY_PARTS)}
            for column, parts in ledger.money.items()
        },
        "unparsable": dict(ledger.unparsable),
        "rounding": ledger.rounding / 10_000,
    }


def _key(part: str) -> str:
    return part.replace(" ", "_")


def _decimal(scaled: int) -> Decimal:
    return Decimal(scaled).scaleb(-4)


def amount(scaled: int) -> str:
    """Exact money with its four decimals.

    >>> amount(-12345678901)
    '-1,234,567.8901'
    """
    return f"{_decimal(scaled):,.4f}"
