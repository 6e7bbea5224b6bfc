"""How header names are compared: one key for names typed by people, and the nearest names for a suggestion.

In: names as written in a mapping or a file. Out: the file's own name, or a `MappingError` that suggests one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from ingestion.errors import MappingError


def header_key(name: str) -> str:
    """What is left of a name when case, spaces and underscores do not count.

    >>> header_key("Unit  Price") == header_key("unit_price")
    True
    """
    return re.sub(r"[\s_]+", "", name).casefold()


def find_header(name: str, headers: Sequence[str]) -> str:
    """The file's header that `name` means: the exact one, else the only one with the same key."""
    if name in headers:
        return name
    same = [header for header in headers if header_key(header) == header_key(name)]
    if len(same) == 1:
        return same[0]
    if same:
        raise MappingError(
            "AMBIGUOUS_HEADER",
            f"{name!r} could be {listing(same)} of the file.",
            "Write the header exactly as it stands in the file.",
        )
    raise MappingError("UNKNOWN_HEADER", f"The file has no header {name!r}.", suggestion(name, headers))


def suggestion(name: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known names, or all of them when none is near."""
    names = list(known)
    near = nearest(name, names)
    return f"Did you mean {listing(near)}?" if near else f"Known names: {', '.join(names)}."


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """At most three known names that are spelled like `name`, the nearest first."""
    by_key = {header_key(candidate): candidate for candidate in known}
    return [by_key[key] for key in get_close_matches(header_key(name), list(by_key), n=3, cutoff=0.6)]


def listing(names: Iterable[str]) -> str:
    """Names in quotes, joined as in a sentence.

    >>> listing(["a", "b", "c"])
    "'a', 'b' or 'c'"
    """
    quoted = [repr(name) for name in names]
    return " or ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1] if quoted else "")))
