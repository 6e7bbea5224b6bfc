"""Statements of one moment as few texts: equal rows are read once, what is left becomes one UNION ALL.

Comes in: statements with the sources that stand for their tables. Goes out: DuckDB texts, and where in a text's answer
the columns of each statement are. Every statement that cannot share a text has one of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import polars as pl
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

from backend.engine.dialect import Years, translated
from backend.engine.local_time import number
from backend.planner.plan import Statement

TAG = "tag"
_LETTERS = {"VARCHAR": "t", "TIMESTAMP": "m", "BIGINT": "v"}
_SHARED_PARTS = frozenset(("expressions", "from_", "where", "group"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement as it will be written. `columns` are its result columns with their SQL types, keys first.

    `keys` is how many of them it groups by; statements with equal parameters have the same number `parameters`.
    """

    sql: exp.Select
    source: exp.Expression
    years: Years
    columns: tuple[tuple[str, str], ...]
    keys: int
    parameters: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a statement's columns are in an answer: its rows have this tag, if any; `columns` are (found, named)."""

    place: int
    tag: int | None
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """One query of the database. `bound` are the places of the statements whose parameters follow each other in it."""

    sql: str
    bound: tuple[int, ...]
    cuts: tuple[Cut, ...]


@dataclass(slots=True)
class _Rows:
    """Statements that read and group the same rows: the place of the first, every column, and who wants which."""

    first: int
    keys: tuple[exp.Expr, ...]
    columns: dict[exp.Expr, str] = field(default_factory=dict)
    wanted: list[tuple[int, tuple[tuple[exp.Expr, str], ...]]] = field(default_factory=list)


def stands_alone(statement: Statement) -> bool:
    """Whether a statement is seen at once to share a text with no other: it is ordered, cut off, or nested."""
    parts = statement.sql.args
    return bool(parts.get("limit") or parts.get("order")) or isinstance(parts["from_"].this, exp.Subquery)


@lru_cache(maxsize=512)
def written(asked: tuple[Asked, ...]) -> tuple[Text, ...]:
    """The texts that answer these statements; their places are those in `asked`."""
    alone, groups = _grouped(asked)
    texts = [Text(_own_text(asked[place]), (place,), (Cut(place, None, ()),)) for place in alone]
    if len(groups) == 1 and len(groups[0].wanted) == 1:
        place = groups[0].first
        texts.append(Text(_own_text(asked[place]), (place,), (Cut(place, None, ()),)))
    elif groups:
        texts.append(_union(groups, asked))
    return tuple(texts)


def _own_text(asked: Asked) -> str:
    return str(translated(asked.sql, asked.source, asked.years).sql(dialect=DuckDB))


def _grouped(asked: Sequence[Asked]) -> tuple[list[int], list[_Rows]]:
    alone: list[int] = []
    groups: dict[tuple[object, ...], _Rows] = {}
    for place, one in enumerate(asked):
        if not _can_share(one):
            alone.append(place)
            continue
        found = {item.alias: item.unalias() for item in one.sql.expressions}
        keys = tuple(found[name] for name, _ in one.columns[: one.keys])
        key = (_bare(one.sql), keys, one.source, one.years, one.parameters)
        rows = groups.setdefault(key, _Rows(place, keys))
        rows.columns.update((found[name], kind) for name, kind in one.columns)
        rows.wanted.append((place, tuple((found[name], name) for name, _ in one.columns)))
    return alone, list(groups.values())


def _can_share(asked: Asked) -> bool:
    """Measures without parameters over plain rows, grouped by the positions of the keys."""
    select = asked.sql
    if any(value and name not in _SHARED_PARTS for name, value in select.args.items()):
        return False
    group = select.args.get("group")
    positions = [str(item) for item in group.expressions] if group is not None else []
    return (
        positions == [str(place + 1) for place in range(asked.keys)]
        and sorted(select.named_selects) == sorted(name for name, _ in asked.columns)
        and not isinstance(select.args["from_"].this, exp.Subquery)
        and not any(item.find(exp.Placeholder) for item in select.expressions)
    )


def _bare(select: exp.Select) -> exp.Select:
    """The rows of a statement, without what is computed from them."""
    bare = select.copy()
    bare.set("expressions", [])
    bare.set("group", None)
    return bare


def _union(groups: Sequence[_Rows], asked: Sequence[Asked]) -> Text:
    """One text of them all: a column of tags, then as many of each type as the widest group needs."""
    widths = {kind: max(list(rows.columns.values()).count(kind) for rows in groups) for kind in _LETTERS}
    parts, cuts = [], []
    for tag, rows in enumerate(groups):
        names = dict(_named(rows.columns))
        first = asked[rows.first]
        select = _bare(first.sql)
        select.set("expressions", _padded(names, tag, widths))
        if rows.keys:
            places = [select.named_selects.index(names[key]) + 1 for key in rows.keys]
            select.set("group", exp.Group(expressions=[number(place) for place in places]))
        parts.append(translated(select, first.source, first.years))
        for place, wanted in rows.wanted:
            cuts.append(Cut(place, tag, tuple((names[column], name) for column, name in wanted)))
    tree = exp.union(*parts, distinct=False, copy=False) if len(parts) > 1 else parts[0]
    return Text(str(tree.sql(dialect=DuckDB)), tuple(rows.first for rows in groups), tuple(cuts))


def _named(columns: Mapping[exp.Expr, str]) -> Iterable[tuple[exp.Expr, str]]:
    """Each column with the name of its place among those of its type: `t0`, `m0`, `v0`, `v1`."""
    used = dict.fromkeys(_LETTERS, 0)
    for column, kind in columns.items():
        yield column, f"{_LETTERS[kind]}{used[kind]}"
        used[kind] += 1


def _padded(names: Mapping[exp.Expr, str], tag: int, widths: Mapping[str, int]) -> list[exp.Expr]:
    own = {name: column for column, name in names.items()}
    items: list[exp.Expr] = [exp.alias_(number(tag), TAG)]
    for kind, width in widths.items():
        for place in range(width):
            name = f"{_LETTERS[kind]}{place}"
            items.append(exp.alias_(own[name].copy() if name in own else exp.cast(exp.null(), kind), name))
    return items


def cut_out(frame: pl.DataFrame, text: Text) -> dict[int, pl.DataFrame]:
    """The answer of each statement of a text, by its place."""
    if text.cuts[0].tag is None:
        return {text.cuts[0].place: frame}
    by_tag = frame.partition_by(TAG, as_dict=True)
    none = frame.clear()
    found = {}
    for one in text.cuts:
        part = by_tag.get((one.tag,), none)
        found[one.place] = pl.DataFrame([part.get_column(place).alias(name) for place, name in one.columns])
    return found
