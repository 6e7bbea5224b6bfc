"""Every rule that can set a line aside, with the sentence that helps a person to fix the cell.

Data only. Rules come from reading (`ingestion.read`), cleaning (`ingestion.clean`) and loading; the quarantine file,
the report and the documentation take their wording from here.
"""

from __future__ import annotations

from collections.abc import Mapping

_READING = {
    "SHORT_LINE": "The line has fewer fields than the header. Put the missing fields in.",
    "LONG_LINE": "The line has more fields than the header. Quote the field that holds the delimiter.",
    "QUOTE": "A quotation mark is not closed, or text follows a closing one. Double the marks inside a field.",
    "CONTROL_CHARACTER": "The cell holds a control character that no keyboard writes. Remove it.",
    "ENCODING": "Some bytes are not valid text in the file's encoding. Type the cell again.",
    "FIELD_TOO_LONG": "The field is longer than 64 kB. Shorten it.",
    "LINE_TOO_LONG": "The line is longer than 1 MB. Shorten it, or look for a missing quotation mark.",
}
_CLEANING = {
    "REQUIRED": "The cell is empty, and a sale needs it. Fill it in.",
    "NOT_A_NUMBER": "Write a plain number such as 1250.50, with the same marks as the rest of the column.",
    "PRECISION": "More decimals than are kept: 4 for money, 3 for units, none for counts. Round it as you see fit.",
    "CURRENCY": "The amount is in another currency. Convert it, and write it without a mark.",
    "MONEY_RANGE": "No line may pass 1,000,000,000,000. Look for a misplaced decimal mark.",
    "EXPRESSION": "The mapping's expression has no result on this line, as in a division by zero.",
    "DATE": "Not a date that exists, or written otherwise than the rest of the column.",
    "TIME": "Not a time of day, or written otherwise than the rest of the column.",
    "DATE_RANGE": "Before 1990 or later than tomorrow. Look at the year.",
    "DST_GAP": "The clocks were put forward over this time, so it never was. Write the time it should be.",
    "ID_DAMAGED": "A spreadsheet turned this number into powers of ten and lost digits. Write it in full.",
    "STATUS": "Not a known status. Write completed, pending or cancelled, or add an alias to the mapping.",
    "SIGN_RULE": "The sign is not allowed here: units, discounts not below zero, returns not above it. "
    "If negative quantities are returns, say so in the mapping: sign_rules: {negative_units: returns}.",
    "MINIMUM": "The number is smaller than it can be.",
    "SUMMARY_LINE": "A total of the lines above it. It would count their money twice; leave it out.",
}
_LOADING = {
    "KEY_CONFLICT": "Another line has the same key and other values. Keep the right one.",
}
RULES: Mapping[str, str] = {**_READING, **_CLEANING, **_LOADING}


def hint(rule: str) -> str:
    """What to do about a broken rule."""
    return RULES.get(rule, "Compare the line with its neighbours in the file.")
