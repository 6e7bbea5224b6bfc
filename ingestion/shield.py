"""Texts that a spreadsheet would take for formulas, in files that we write: an apostrophe in front, and back again.

In: a cell of a sender. Out: a text that no spreadsheet computes. Plain numbers such as -5.00 stay as they are; every
other text that begins alike is given one apostrophe, also those that have some, so that taking one away is exact.
"""

from __future__ import annotations

import re

from druid.spreadsheets import FORMULA

_NUMBER = re.compile(r"[+-][0-9][0-9.,' ]*")
SHIELDED = f"^'{FORMULA}"


def shielded(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would compute.

    >>> shielded("=1+2"), shielded("'=1"), shielded("-5.00"), shielded("Lamp")
    ("'=1+2", "''=1", '-5.00', 'Lamp')
    """
    return f"'{text}" if re.match(FORMULA, text) and not _NUMBER.fullmatch(text) else text


def unshielded(text: str) -> str:
    return text[1:] if re.match(SHIELDED, text) else text
