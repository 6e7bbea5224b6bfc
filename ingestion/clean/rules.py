"""The catalog's checks on a chunk's canonical columns, and the rows they set aside.

In: canonical columns, the checks made from the schema, the findings so far. Out: more findings, and for each row
set aside every defect it has, in the order of the columns.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

import polars as pl

from druid.catalog.schema import CellCheck
from ingestion.clean.cells import Finding, no_rules
from ingestion.lines import LINE, Defect, Quarantined
from ingestion.read.source import BadLine


def check_cells(
    frame: pl.DataFrame, checks: Sequence[CellCheck], headers: Mapping[str, str | None], found: Sequence[Finding]
) -> list[Finding]:
    """Findings of the schema's checks, but none on a cell that already broke a rule of its parser."""
    is_broken = frame.select(check.fails.any().alias(str(place)) for place, check in enumerate(checks)).row(0)
    findings: list[Finding] = []
    for check, broken in zip(checks, is_broken, strict=True):
        if not broken:
            continue
        fails = frame.select(check.fails.alias("fails"))["fails"]
        for known in (*found, *findings):
            if known.column == check.column:
                fails &= known.rules.is_null()
        if fails.any():
            rules = no_rules(frame.height).set(fails, check.rule)
            findings.append(Finding(check.column, headers.get(check.column), rules))
    return findings


def rows_with(findings: Iterable[Finding], height: int) -> pl.Series:
    """Where any finding has a rule."""
    bad = pl.Series("bad", [False]).new_from_index(0, height)
    for finding in findings:
        bad |= finding.rules.is_not_null()
    return bad


def set_aside(
    frame: pl.DataFrame, columns: tuple[str, ...], findings: Sequence[Finding], bad: pl.Series
) -> list[Quarantined]:
    """The bad rows as written, each with all its defects."""
    rows = bad.arg_true()
    if not len(rows):
        return []
    written = frame.select(LINE, *columns)[rows]
    lines = written[LINE].to_list()
    defects: list[list[Defect]] = [[] for _ in lines]
    for finding in findings:
        rules = finding.rules.gather(rows).to_list()
        cells = written[finding.header].to_list() if finding.header else [None] * len(lines)
        for place, rule in enumerate(rules):
            if rule is not None:
                column = finding.header or finding.column
                defects[place].append(Defect(lines[place], column, cells[place], rule))
    return [
        Quarantined(line, record(cells), tuple(broken), cells)
        for line, cells, broken in zip(lines, written.select(columns).iter_rows(), defects, strict=True)
    ]


def unreadable(bad: Iterable[BadLine]) -> list[Quarantined]:
    """Lines that could not be read as fields, one entry a line."""
    by_line: dict[int, list[BadLine]] = {}
    for entry in bad:
        by_line.setdefault(entry.line, []).append(entry)
    return [
        Quarantined(line, entries[0].text, tuple(Defect(line, e.column, e.value, e.rule) for e in entries))
        for line, entries in by_line.items()
    ]


def record(cells: Sequence[str | None]) -> str:
    """Cells as one CSV record."""
    text = StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()
