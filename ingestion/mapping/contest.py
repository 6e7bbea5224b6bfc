"""Several headers for one column: settled by the whole file where its cells say the same, else refused.

In: the contested columns of a draft and the surveys of their pairs. Out: the header to use, with a notice a column
that was settled, and the columns that stay open. Names of members (customers, products) are the same when each code
stands beside one name and each name beside one code; numbers and moments only when every line agrees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from druid.catalog.model import Catalog, Kind
from ingestion.errors import FileRefused
from ingestion.mapping.evidence import Evidence, Pair
from ingestion.mapping.names import listing
from ingestion.mapping.origin import Origin
from ingestion.mapping.synonyms import readable_first
from ingestion.read.source import Notice

Contested = Mapping[str, tuple[str, ...]]
Candidates = Mapping[str, tuple[Origin, ...]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the file settled about contested columns, and the candidates of those it did not."""

    notices: tuple[Notice, ...]
    open: Candidates


def favourites(contested: Contested, catalog: Catalog) -> tuple[Origin, ...]:
    """The header each contested column gets if its candidates turn out to say the same."""
    return tuple(Origin(name, header=_ranked(name, contested[name], catalog)[0]) for name in contested)


def pairs_of(contested: Contested, catalog: Catalog) -> tuple[Pair, ...]:
    """The pairs of headers to compare: each favourite with each of its rivals."""
    pairs = []
    for name, headers in contested.items():
        first, *others = _ranked(name, headers, catalog)
        pairs += [(first, other) for other in others]
    return tuple(dict.fromkeys(pairs))


def settle(contested: Contested, evidence: Evidence, catalog: Catalog) -> Verdict:
    """Which contested columns the surveyed file settles."""
    notices, still_open = [], {}
    for name, headers in contested.items():
        first, *others = _ranked(name, headers, catalog)
        if all(_says_same(evidence, (first, other), catalog.column[name].kind) for other in others):
            message = f"`{name}` is read from {first!r}; {listing(others)} says the same on every line."
            notices.append(Notice("SAME_COLUMN", message, len(others)))
        else:
            still_open[name] = tuple(Origin(name, header=header) for header in (first, *others))
    return Verdict(tuple(notices), still_open)


def refuse_open(candidates: Candidates, proposal: str) -> FileRefused:
    """Refusal with every candidate of every open column, and a mapping to edit."""
    words = {
        name: [choice.header or str(choice.expression) for choice in choices] for name, choices in candidates.items()
    }
    lines = "; ".join(f"`{name}` could be {listing(choices)}" for name, choices in words.items())
    return FileRefused(
        "AMBIGUOUS_MAPPING",
        f"The headers leave a choice: {lines}.",
        "Save the proposed mapping of `check`, keep one candidate of each, and load with it.",
        details={"candidates": words, "proposal": proposal},
    )


def _ranked(name: str, headers: Sequence[str], catalog: Catalog) -> list[str]:
    return readable_first(headers) if catalog.column[name].kind is Kind.TEXT else list(headers)


def _says_same(evidence: Evidence, pair: Pair, kind: Kind) -> bool:
    survey = evidence.pairs[pair]
    return survey.is_same or (kind is Kind.TEXT and survey.is_one_to_one)
