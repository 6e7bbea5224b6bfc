"""What a copy of the store should hold, and from which contents: the base, its rollups, and the tables beside them.

In: a manifest of the record and its catalog. Out: table names; and for every month of a table the sha256 of the file it
is built from: of the base for what a cluster sums itself, of the table's own file for what it is given.
"""

from __future__ import annotations

from collections.abc import Mapping

from druid.catalog.model import Catalog
from druid.catalog.pairs import PAIRS_TABLE, pairs_of
from druid.store.manifest import Manifest


def given_tables(catalog: Catalog) -> tuple[str, ...]:
    """Tables that a cluster cannot build from its base, so that their rows are sent like the base's.

    >>> from druid.catalog.sales import SALES
    >>> given_tables(SALES)
    ('product_pairs_month',)
    """
    return () if pairs_of(catalog) is None else (PAIRS_TABLE,)


def built_tables(catalog: Catalog) -> tuple[str, ...]:
    """Every table but the base."""
    return (*catalog.rollup, *given_tables(catalog))


def contents(catalog: Catalog, record: Manifest | None) -> Mapping[tuple[str, str], str]:
    """(table, month) -> digest, of everything that the record has; a month without rows has no segments."""
    if record is None:
        return {}
    of_base = {file.month: file.sha256 for file in record.of_table(catalog.base)}
    given = given_tables(catalog)
    return {
        (file.table, file.month): file.sha256 if file.table in given else of_base[file.month]
        for file in record.files
        if file.table in {catalog.base, *built_tables(catalog)} and file.rows and file.month in of_base
    }
