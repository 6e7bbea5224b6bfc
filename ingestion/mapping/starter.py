"""A mapping to begin with, for a file that lacks a header for a required column.

In: what headers are claimed for, how their cells look, the columns without a header. Out: YAML with a line a candidate
for each of those, to keep one of; loaded unedited with several candidates it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from druid.catalog.model import Column, Kind
from ingestion.mapping.evidence import Look
from ingestion.mapping.proposal import flow

LIKELY = 0.5

Claims = Mapping[str, Sequence[str]]


def starter(claims: Claims, looks: Mapping[str, Look], lacking: Sequence[Column]) -> str:
    """The mapping's text."""
    taken = {headers[0] for name, headers in claims.items() if headers}
    free = [header for header in looks if header not in taken and not header.startswith("_")]
    return "\n".join(["columns:", *_lacking(free, looks, lacking), *_claimed(claims), *_rest(free)]) + "\n"


def _lacking(free: Sequence[str], looks: Mapping[str, Look], lacking: Sequence[Column]) -> Iterator[str]:
    for column in lacking:
        likely = [header for header in free if _likeness(looks[header], column) >= LIKELY] or free
        yield f"  # {column.definition}: keep one of these lines"
        yield from (f"  {column.name}: {flow(header)}" for header in likely)


def _likeness(look: Look, column: Column) -> float:
    return max(look.dates, look.written_dates) if column.kind is Kind.INSTANT else look.numbers


def _claimed(claims: Claims) -> Iterator[str]:
    return (f"  {name}: {flow(headers[0])}" for name, headers in claims.items() if headers)


def _rest(free: Sequence[str]) -> Iterator[str]:
    """Headers that nothing is known of, to be named where they mean something."""
    if free:
        yield "  # not understood: " + ", ".join(flow(header) for header in free)
        yield "  # add those that matter as product, branch, customer, salesperson, units_sold, total_cost and so on"
