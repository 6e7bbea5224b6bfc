"""The one table of all errors, which docs, API descriptions and statuses are made from."""

from __future__ import annotations

from collections.abc import Iterator

from backend import errors, load_errors
from backend.errors import SalesError

FAMILIES = (errors, load_errors)
"""Where errors are defined: a class is in the table when its module is one of these."""


def _tree(root: type[SalesError]) -> Iterator[type[SalesError]]:
    for child in root.__subclasses__():
        yield child
        yield from _tree(child)


ERRORS = tuple(error for error in _tree(SalesError) if error.__module__ in {family.__name__ for family in FAMILIES})
