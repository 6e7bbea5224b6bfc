"""Lines that repeat: by the mapping's unique key inside the file and against the store, or by content without a key.

In: the workbench with views `incoming` (all new lines), `kept` (loaded lines that stay) and `pieces` (of one month).
Out: table `excluded` (line, reason), and counts. A key with no value in any column identifies nothing; otherwise a
missing value is a value like any other.
"""

from __future__ import annotations

from enum import StrEnum

from druid.catalog.model import Catalog, Kind
from ingestion.sink.bench import Workbench, listed, quoted
from ingestion.sink.port import Recount


class Exclusion(StrEnum):
    DUPLICATE = "DUPLICATE"
    KEY_CONFLICT = "KEY_CONFLICT"


_EXCLUDED = "CREATE OR REPLACE TEMP TABLE excluded (line BIGINT, reason VARCHAR)"
_REPEATED = """
    CREATE OR REPLACE TEMP TABLE repeated AS
    SELECT {key} FROM incoming AS a WHERE {identified} GROUP BY {key} HAVING count(*) > 1
"""
_VARIANTS = """
    CREATE OR REPLACE TEMP TABLE variants AS
    SELECT {content}, min(line) AS first_line
    FROM incoming AS a SEMI JOIN repeated AS b ON {same_key} GROUP BY {content}
"""
_CONFLICTING = """
    CREATE OR REPLACE TEMP TABLE conflicting AS SELECT {key} FROM variants GROUP BY {key} HAVING count(*) > 1
"""
_EXCLUDE_CONFLICTS = """
    INSERT INTO excluded SELECT a.line, 'KEY_CONFLICT' FROM incoming AS a SEMI JOIN conflicting AS b ON {same_key}
"""
_EXCLUDE_REPEATS = """
    INSERT INTO excluded SELECT a.line, 'DUPLICATE' FROM incoming AS a JOIN variants AS b ON {same_content}
    WHERE a.line <> b.first_line AND NOT EXISTS (FROM excluded WHERE excluded.line = a.line)
"""
_MET = """
    CREATE OR REPLACE TEMP TABLE met AS
    SELECT a.line, bool_or({same_content}) AS is_same FROM incoming AS a JOIN kept AS b ON {same_key}
    WHERE {identified} AND NOT EXISTS (FROM excluded WHERE excluded.line = a.line) GROUP BY a.line
"""
_EXCLUDE_MET = "INSERT INTO excluded SELECT line, 'DUPLICATE' FROM met WHERE is_same"
_EXCLUDED_FACTS = """
    SELECT count(*), {sums} FROM incoming SEMI JOIN excluded
    ON incoming.line = excluded.line AND excluded.reason = $reason
"""
_TWINS = """
    WITH lines AS (
        SELECT hash({content}) AS digest, 1 AS is_new, {content} FROM pieces
        UNION ALL SELECT hash({content}) AS digest, 0 AS is_new, {content} FROM kept
    ),
    twins AS (SELECT digest FROM lines GROUP BY digest HAVING count(*) > 1 AND max(is_new) = 1),
    groups AS (
        SELECT sum(is_new) AS fresh, count(*) - sum(is_new) AS loaded
        FROM lines SEMI JOIN twins USING (digest) GROUP BY {content}
    )
    SELECT coalesce(sum(CASE WHEN loaded > 0 THEN fresh ELSE fresh - 1 END), 0) FROM groups WHERE fresh > 0
"""


def exclude_nothing(bench: Workbench) -> None:
    """Start with an empty table `excluded`."""
    bench.run(_EXCLUDED)


def exclude_repeats(bench: Workbench, catalog: Catalog, key: tuple[str, ...]) -> None:
    """Exclude lines of `incoming` that repeat a key: exact repeats but the first, and all lines of a torn key."""
    words = _words(catalog, key)
    for sql in (_REPEATED, _VARIANTS, _CONFLICTING, _EXCLUDE_CONFLICTS, _EXCLUDE_REPEATS):
        bench.run(sql.format(**words))


def exclude_loaded(bench: Workbench, catalog: Catalog, key: tuple[str, ...]) -> int:
    """Exclude lines equal to a line of `kept` with the same key; the number whose key is stored with other values."""
    bench.run(_MET.format(**_words(catalog, key)))
    bench.run(_EXCLUDE_MET)
    return int(bench.run("SELECT count(*) FROM met WHERE NOT is_same")[0][0])


def excluded_lines(bench: Workbench, reason: Exclusion) -> tuple[int, ...]:
    """Physical lines left out for a reason, ascending."""
    return tuple(
        row[0] for row in bench.run("SELECT line FROM excluded WHERE reason = ? ORDER BY line", [reason.value])
    )


def excluded_facts(bench: Workbench, catalog: Catalog, reason: Exclusion) -> Recount:
    """Count and money of what was left out, summed from the parked lines."""
    money = tuple(column.name for column in catalog.columns if column.kind is Kind.MONEY)
    sums = listed(f"sum({quoted(name)})" for name in money)
    lines, *totals = bench.run(_EXCLUDED_FACTS.format(sums=sums), {"reason": reason.value})[0]
    return Recount(lines, {name: int(total or 0) for name, total in zip(money, totals, strict=True)})


def count_twins(bench: Workbench, catalog: Catalog) -> int:
    """New lines of `pieces` that equal a line of `kept` or an earlier new line in every column."""
    content = listed(quoted(column.name) for column in catalog.columns)
    return int(bench.run(_TWINS.format(content=content))[0][0])


def _words(catalog: Catalog, key: tuple[str, ...]) -> dict[str, str]:
    content = tuple(column.name for column in catalog.columns)
    return {
        "key": listed(quoted(name) for name in key),
        "content": listed(quoted(name) for name in content),
        "identified": f"coalesce({listed(f'a.{quoted(name)}::VARCHAR' for name in key)}) IS NOT NULL",
        "same_key": _same(key),
        "same_content": _same(content),
    }


def _same(names: tuple[str, ...]) -> str:
    return " AND ".join(f"a.{quoted(name)} IS NOT DISTINCT FROM b.{quoted(name)}" for name in names)
