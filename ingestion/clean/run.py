"""Cleaning: chunks of text in, chunks of canonical lines out, with everything that was set aside.

In: a source, the recipe for it, the catalog and the day of the load. Out: one `CleanChunk` for each chunk, in
order. Only lines set aside become Python objects; all other work is done on whole columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from druid.catalog.model import SCALE, Catalog, Kind
from druid.catalog.schema import CellCheck, cell_checks, sale_schema
from ingestion.clean.adjustments import GROSS, adjust, total
from ingestion.clean.cells import Finding, no_rules, repeat
from ingestion.clean.columns import Typed, Typing, type_columns
from ingestion.clean.rules import check_cells, rows_with, set_aside, unreadable
from ingestion.clean.summary import Label, SummaryLines
from ingestion.clean.text import Spellings
from ingestion.lines import LINE, CleanChunk, Quarantined, line_schema
from ingestion.quarantine import RULE, is_own, is_quarantine
from ingestion.read.source import Chunk, Source
from ingestion.recipe import Recipe

SUMMARY_RULE = "SUMMARY_LINE"


def clean(
    source: Source, recipe: Recipe, catalog: Catalog, today: date, *, currency: str = "KES"
) -> Iterator[CleanChunk]:
    """Canonical lines of a whole file. `currency` is the one whose marks amounts may carry."""
    typing = Typing(recipe, catalog, today, currency, source.columns, source.native)
    cleaning = _Cleaning(typing, cell_checks(sale_schema(catalog)), SummaryLines(_label_columns(typing)))
    for chunk in source.chunks():
        yield _clean_chunk(chunk, cleaning)


@dataclass(frozen=True, slots=True)
class _Cleaning:
    """What stays the same, or is carried over, from chunk to chunk."""

    typing: Typing
    checks: tuple[CellCheck, ...]
    summary: SummaryLines
    spellings: Spellings = field(default_factory=Spellings)

    @property
    def headers(self) -> Mapping[str, str | None]:
        return {entry.column: entry.header for entry in self.typing.recipe.fields}


def _label_columns(typing: Typing) -> tuple[str, ...]:
    """Where the word "total" may stand: every column but those of numbers."""
    numbers = {entry.header for entry, column in typing.fields if column.kind in SCALE}
    return tuple(name for name in typing.columns if name not in numbers and not is_own(name))


def _clean_chunk(chunk: Chunk, cleaning: _Cleaning) -> CleanChunk:
    typing, frame = cleaning.typing, chunk.frame
    typed = type_columns(frame, typing)
    proven, suspected = _summary_lines(frame, typed, cleaning.summary)
    money = {name: total(typed.values[name]) for name in _money(typing.catalog) if name in typed.values}
    moved = adjust(typed, typing.recipe, typing.catalog)
    lines = _canonical(frame, typed, typing.catalog)
    findings = [*proven, *typed.findings]
    findings += check_cells(lines, cleaning.checks, cleaning.headers, typed.findings)
    bad = rows_with(findings, frame.height)
    if doubtful := sum(not bad[label.row] for label in suspected):
        typed.warnings["SUMMARY_SUSPECTED"] += doubtful
    loaded = lines.filter(~bad)
    _count_spellings(loaded, typed, cleaning)
    aside = lines.filter(bad)
    return CleanChunk(
        frame=loaded,
        quarantined=_in_order(set_aside(frame, typing.columns, findings, bad), unreadable(chunk.bad)),
        blank=chunk.blank,
        repeated_headers=chunk.repeated_headers,
        money={name: (money.get(name, 0) + moved[name], total(aside[name])) for name in {**money, **moved}},
        unparsable=typed.unparsable,
        rounding=typed.rounding,
        warnings=dict(typed.warnings),
        bytes_done=chunk.bytes_done,
    )


def _money(catalog: Catalog) -> tuple[str, ...]:
    return tuple(column.name for column in catalog.columns if column.kind is Kind.MONEY)


def _canonical(frame: pl.DataFrame, typed: Typed, catalog: Catalog) -> pl.DataFrame:
    columns = {**typed.values, LINE: frame[LINE]}
    return pl.DataFrame({name: columns[name].alias(name) for name in line_schema(catalog)})


def _in_order(*parts: list[Quarantined]) -> tuple[Quarantined, ...]:
    return tuple(sorted((entry for part in parts for entry in part), key=lambda entry: entry.line))


def _summary_lines(frame: pl.DataFrame, typed: Typed, summary: SummaryLines) -> tuple[list[Finding], list[Label]]:
    """Proven summary lines as findings under the column of their label, and the suspected ones.

    In a quarantine file the lines above are gone: a line set aside as a summary, and still labelled so, stays one.
    """
    gross = typed.values.get(GROSS)
    proven, suspected = summary.find(frame, repeat(0, pl.Int64(), frame.height) if gross is None else gross)
    if is_quarantine(frame.columns):
        again = [label for label in suspected if SUMMARY_RULE in (frame[RULE][label.row] or "")]
        proven, suspected = proven + again, [label for label in suspected if label not in again]
    by_column: dict[str, list[Label]] = {}
    for label in proven:
        by_column.setdefault(label.column, []).append(label)
    findings = [
        Finding("", column, no_rules(frame.height).scatter([label.row for label in labels], SUMMARY_RULE))
        for column, labels in by_column.items()
    ]
    return findings, suspected


def _count_spellings(loaded: pl.DataFrame, typed: Typed, cleaning: _Cleaning) -> None:
    for dimension in cleaning.typing.catalog.dimension:
        if dimension in cleaning.typing.recipe.loaded and dimension in loaded.columns:
            variants = cleaning.spellings.count_new_variants(dimension, loaded[dimension])
            if variants:
                typed.warnings["CASE_DIFFERS"] += variants
