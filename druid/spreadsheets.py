"""What a spreadsheet would compute in a text cell, for all files that are written and read again.

Apostrophes and spaces may come first: taking one apostrophe away then always gives back the text that got one.
"""

FORMULA = r"[' ]*[=+\-@\t\r]"
"""A regular expression for the beginning of a text."""
