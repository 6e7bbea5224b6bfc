"""What can be wrong with a row of targets or rates: one table of codes, sentences and hints.

In: a code and where it was found. Out: a `Defect`; the table is in docs/operations.md too, and a test compares them.
"""

from __future__ import annotations

from collections.abc import Mapping

from ingestion.errors import Defect

_WORDS: Mapping[str, tuple[str, str]] = {
    "MISSING": ("The cell is empty.", "Fill it, or take the row out."),
    "NOT_A_MONTH": ("This is not a month.", "Write 2024-03, or any date in the month such as 2024-03-01."),
    "NOT_A_DATE": ("This is not a day.", "Write 2024-03-01."),
    "AMBIGUOUS_DATE": (
        "Day and month can be read two ways, and no other cell of the file decides.",
        "Write 2024-03-01.",
    ),
    "YEAR_RANGE": ("The year is outside 1990 to 2100.", "Correct the year; four digits are needed."),
    "NO_MEMBER": ("The row names nobody and nothing.", "Fill one of salesperson, product line and branch."),
    "SEVERAL_MEMBERS": (
        "A target belongs to one salesperson, product line or branch, and this row names several.",
        "Make a row of each.",
    ),
    "NOT_A_NUMBER": ("This is not a number.", "Write 1500000 or 1500000.50."),
    "CURRENCY": ("This amount is in another currency than the store.", "Convert it, and write the number alone."),
    "PRECISION": ("The number has more decimals than are kept.", "Round it: money has 4, units have 3, a rate has 6."),
    "MONEY_RANGE": ("The number is too large.", "Check the column: amounts go to 1,000,000,000,000."),
    "NEGATIVE": ("The number is below zero.", "A target or a rate is zero or more."),
    "UNKNOWN_MEASURE": ("Targets are not set in this.", "Write net revenue, gross profit or units sold."),
    "NOT_A_RATE": ("This is not a rate.", "Write 0.03 or 3%."),
    "RATE_ABOVE_ONE": ("The rate is more than the whole revenue.", "Write 3% or 0.03 for three percent."),
    "ENDS_BEFORE_IT_STARTS": ("The rate ends before it starts.", "Swap the days, or leave the last day empty."),
    "TARGET_TWICE": (
        "The same target stands in the file twice.",
        "Keep one row for a month, member and measure.",
    ),
    "RATE_TWICE": ("The same rate stands in the file twice.", "Keep one row for the same members and first day."),
    "RATES_OVERLAP": (
        "Two rates of the same members count on the same days.",
        "End the earlier one the day before, or leave its last day empty: then it ends where the next begins.",
    ),
    "CONTROL_CHARACTER": ("The name holds a control character.", "Type the name again."),
    "UNREADABLE_ROW": ("The row cannot be read as fields.", "Look at its quotes and separators."),
}
CODES = tuple(_WORDS)


def defect(code: str, line: int, column: str = "", value: str = "", *, about: str = "") -> Defect:
    """A defect with the table's sentence and hint; `about` is a sentence more, such as which other row it meets."""
    message, hint = _WORDS[code]
    return Defect(line, column, value, code, f"{message} {about}".strip(), hint)
