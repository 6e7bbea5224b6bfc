"""Statements of one moment as few texts: equal rows are read once, what is left becomes one UNION ALL.

What groups the same filtered lines of files in several ways has them read once for all.

Comes in: statements with the sources that stand for their tables. Goes out: DuckDB texts, and where in a text's answer
the columns of each statement are. Statements that differ in their stretch of time alone, such as a period and the one
before, read their rows in one pass. Every statement that cannot share a text has one of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

import polars as pl
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

from backend.engine.dialect import Years, to_duckdb, translated
from backend.engine.local_time import number
from backend.planner.plan import Interval, Statement

TAG, STRETCH, POOL = "tag", "stretch", "pool"
_LETTERS = {"VARCHAR": "t", "TIMESTAMP": "m", "BIGINT": "v"}
_SHARED_PARTS = frozenset(("expressions", "from_", "where", "group"))
KEPT_TEXTS = 1024
NO_STRETCH = Interval(0, 0)
_SOURCE = exp.table_("source of rows", quoted=True)
_SOURCE_NAME = str(_SOURCE.sql(dialect=DuckDB))
"""Stands in kept texts for what a statement reads, which is other files for another stretch of time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement as it will be written. `columns` are its result columns with their SQL types, keys first.

    `source` is DuckDB's text of what it reads. `keys` is how many columns it groups by, `marks` how many parameters it
    has. Statements with the same number `rows` have equal parameters, but for the first two where `stretch` is not
    equal: the later, the higher. With the same `pool`, unless it is None, they read the same files with the same
    filters, and those with the same `rows` all of one stretch, which is the same for every member of the pool.
    """

    sql: exp.Select
    source: str
    years: Years
    columns: tuple[tuple[str, str], ...]
    keys: int
    marks: int
    rows: int
    stretch: int = 0
    pool: int | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a statement's columns are in an answer: its rows have this tag and stretch; `columns` are (found, named).

    `nothing` is its row when there are none, of a statement without keys; a statement without a tag has all rows.
    """

    place: int
    tag: int | None
    columns: tuple[tuple[str, str], ...]
    stretch: int = 0
    nothing: tuple[int | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """One query of the database. `bound` are its parameters: the place of a statement, and which of its own."""

    sql: str
    bound: tuple[tuple[int, int], ...]
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement in DuckDB's words over any source: its columns by name, and all that follows them but the groups.

    `clock` is the column of time when the first two parameters are the bounds of its rows; `empty` what each column is
    over no rows, where that is known; `reads` are the stored columns that its columns are made of. A statement that
    shares no text has no columns.
    """

    columns: Mapping[str, str]
    rows: str
    clock: str | None
    empty: Mapping[str, int | None]
    reads: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Rows:
    """Statements that read and group the same rows: the first by stretch, every column, and who wants which.

    `number` and `pool` are those of `Asked`; `kept` names what holds their rows already, with those of others.
    """

    rows: str
    clock: str | None
    keys: tuple[str, ...]
    number: int
    pool: int | None
    kept: str | None = None
    firsts: dict[int, int] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    wanted: list[tuple[int, _Written]] = field(default_factory=list)


def stands_alone(statement: Statement) -> bool:
    """Whether a statement is seen at once to share a text with no other: it is ordered, cut off, or nested."""
    parts = statement.sql.args
    return bool(parts.get("limit") or parts.get("order")) or isinstance(parts["from_"].this, exp.Subquery)


def stretch_of(statement: Statement) -> Interval:
    """The bounds of time that its first two parameters are; nothing when they are none."""
    first = statement.parameters[:2]
    if [parameter.type for parameter in first] != ["TIMESTAMP", "TIMESTAMP"]:
        return NO_STRETCH
    return Interval(*(int(parameter.value) for parameter in first))


def likeness(statement: Statement) -> tuple[object, ...]:
    """What is equal of statements that can read their rows in one pass."""
    rest = statement.parameters if stretch_of(statement) is NO_STRETCH else statement.parameters[2:]
    return statement.table, rest, statement.dimensions, statement.has_bucket


def in_order(stretches: Iterable[Interval]) -> list[Interval]:
    """The stretches in their order, none when they do not lie near."""
    ordered = sorted(stretches, key=attrgetter("start_ms"))
    return ordered if are_near(ordered) else []


def span_of(stretches: Sequence[Interval]) -> Interval:
    """From the first start to the last end of stretches in their order."""
    return Interval(stretches[0].start_ms, stretches[-1].end_ms)


def are_near(stretches: Sequence[Interval]) -> bool:
    """Whether stretches in their order do not overlap, and between two of them lies less than they are long."""
    return all(
        0 <= after.start_ms - before.end_ms <= (after.end_ms - after.start_ms) + (before.end_ms - before.start_ms)
        for before, after in pairwise(stretches)
    )


@lru_cache(maxsize=KEPT_TEXTS // 2)
def written(asked: tuple[Asked, ...]) -> tuple[Text, ...]:
    """The texts that answer these statements; their places are those in `asked`."""
    alone, groups = _grouped(asked)
    if len(groups) == 1 and len(groups[0].wanted) == 1:
        alone.append(groups.pop().wanted[0][0])
    texts = [_own_text(place, asked[place]) for place in alone]
    return (*texts, _union(groups, asked)) if groups else tuple(texts)


def _own_text(place: int, asked: Asked) -> Text:
    sql = _reading(_whole(asked.sql, asked.years), asked.source)
    return Text(sql, tuple((place, mark) for mark in range(asked.marks)), (Cut(place, None, ()),))


@lru_cache(maxsize=KEPT_TEXTS)
def _whole(sql: exp.Select, years: Years) -> str:
    """The statement in DuckDB's words, over any source."""
    return to_duckdb(sql, _SOURCE, years)


def _reading(text: str, source: str) -> str:
    return text.replace(_SOURCE_NAME, source)


def _grouped(asked: Sequence[Asked]) -> tuple[list[int], list[_Rows]]:
    alone: list[int] = []
    groups: dict[tuple[object, ...], _Rows] = {}
    for place, one in enumerate(asked):
        found = _written(one.sql, one.years, one.columns, one.keys)
        if not found.columns:
            alone.append(place)
            continue
        keys = tuple(found.columns[name] for name, _ in one.columns[: one.keys])
        is_parted = found.clock is None or (not keys and len(found.empty) < len(one.columns))
        read = _reading(found.rows, one.source)
        key = (read, keys, one.rows, one.stretch if is_parted else 0)
        rows = groups.setdefault(key, _Rows(read, found.clock, keys, one.rows, one.pool))
        rows.firsts.setdefault(one.stretch, place)
        rows.columns.update((found.columns[name], kind) for name, kind in one.columns)
        rows.wanted.append((place, found))
    return alone, list(groups.values())


@lru_cache(maxsize=KEPT_TEXTS)
def _written(sql: exp.Select, years: Years, columns: tuple[tuple[str, str], ...], keys: int) -> _Written:
    if not _can_share(sql, columns, keys):
        return _Written({}, "", None, {})
    tree = translated(sql, _SOURCE, years)
    parts = [tree.args["from_"], *([tree.args["where"]] if tree.args.get("where") else [])]
    return _Written(
        {item.alias: str(item.unalias().sql(dialect=DuckDB)) for item in tree.expressions},
        " ".join(str(part.sql(dialect=DuckDB)) for part in parts),
        _clock(sql),
        dict(_empty(sql)),
        frozenset(str(column.sql(dialect=DuckDB)) for item in tree.expressions for column in item.find_all(exp.Column)),
    )


def _can_share(select: exp.Select, columns: Sequence[tuple[str, str]], keys: int) -> bool:
    """Measures without parameters over plain rows, grouped by the positions of the keys."""
    if any(value and name not in _SHARED_PARTS for name, value in select.args.items()):
        return False
    group = select.args.get("group")
    positions = [str(item) for item in group.expressions] if group is not None else []
    return (
        positions == [str(place + 1) for place in range(keys)]
        and sorted(select.named_selects) == sorted(name for name, _ in columns)
        and not isinstance(select.args["from_"].this, exp.Subquery)
        and not any(item.find(exp.Placeholder) for item in select.expressions)
    )


def _clock(select: exp.Select) -> str | None:
    where = select.args.get("where")
    terms = list(_terms(where.this))[:2] if isinstance(where, exp.Where) else []
    kinds = [type(term) for term in terms if isinstance(term.args.get("expression"), exp.Placeholder)]
    if kinds != [exp.GTE, exp.LT] or terms[0].this != terms[1].this:
        return None
    return str(terms[0].this.sql(dialect=DuckDB))


def _terms(condition: exp.Expr) -> Iterator[exp.Expr]:
    condition = condition.unnest()
    if isinstance(condition, exp.And):
        yield from _terms(condition.left)
        yield from _terms(condition.right)
    else:
        yield condition


def _empty(select: exp.Select) -> Iterator[tuple[str, int | None]]:
    """Each column over no rows: counts are zero, sums and moments are unknown."""
    for item in select.expressions:
        value = item.unalias()
        if isinstance(value, exp.Sum | exp.Min | exp.Max):
            yield item.alias, None
        elif isinstance(value, exp.Count) or (isinstance(value, exp.Coalesce) and value.expressions == [number(0)]):
            yield item.alias, 0


def _union(groups: Sequence[_Rows], asked: Sequence[Asked]) -> Text:
    """One text of them all: columns of tags and stretches, then as many of each type as the widest group needs."""
    widths = {kind: max(list(rows.columns.values()).count(kind) for rows in groups) for kind in _LETTERS}
    parts, cuts, bound, pools = list[str](), list[Cut](), list[tuple[int, int]](), list[str]()
    for pool in _pools(groups):
        pools.append(_keep(f"{POOL}{len(pools)}", pool))
        ends = _ends(pool)
        bound.extend(_outer(ends, asked[ends[0]].marks))
    for tag, rows in enumerate(groups):
        names = dict(_named(rows.columns))
        order = sorted(rows.firsts)
        parts.append(_part(tag, rows, names, widths))
        places = [rows.firsts[stretch] for stretch in order]
        bound.extend(_bound(places, asked[places[0]].marks if rows.kept is None else 2))
        for place, one in rows.wanted:
            columns = tuple((names[one.columns[name]], name) for name, _ in asked[place].columns)
            is_whole = bool(rows.keys) or len(order) == 1
            nothing = None if is_whole else tuple(one.empty[name] for _, name in columns)
            cuts.append(Cut(place, tag, columns, order.index(asked[place].stretch), nothing))
    kept = f"WITH {', '.join(pools)} " if pools else ""
    return Text(kept + " UNION ALL ".join(parts), tuple(bound), tuple(cuts))


def _pools(groups: Iterable[_Rows]) -> list[list[_Rows]]:
    """Groups that read the same files with the same filters, where there are several."""
    found: dict[tuple[str, int], list[_Rows]] = {}
    for rows in groups:
        if rows.pool is not None and rows.clock is not None:
            found.setdefault((rows.rows, rows.pool), []).append(rows)
    return [pool for pool in found.values() if len(pool) > 1]


def _keep(name: str, pool: Sequence[_Rows]) -> str:
    """The rows of all, read once, with the columns that any of them needs."""
    needed = {column for rows in pool for _, one in rows.wanted for column in one.reads}
    needed |= {rows.clock for rows in pool if rows.clock is not None}
    for rows in pool:
        rows.kept = name
    return f"{name} AS MATERIALIZED (SELECT {', '.join(sorted(needed))} {pool[0].rows})"


def _ends(pool: Sequence[_Rows]) -> tuple[int, int]:
    """The places of the statements with the first start and the last end."""
    alike = {at: place for rows in pool if rows.number == pool[0].number for at, place in rows.firsts.items()}
    return alike[min(alike)], alike[max(alike)]


def _part(tag: int, rows: _Rows, names: Mapping[str, str], widths: Mapping[str, int]) -> str:
    """One SELECT of a union; with several stretches its rows are told apart by a key."""
    own = {name: column for column, name in names.items()}
    padded = {f"{letter}{place}": kind for kind, letter in _LETTERS.items() for place in range(widths[kind])}
    count = len(rows.firsts)
    items = [f"{tag} AS {TAG}", f"{_stretch(rows.clock, count)} AS {STRETCH}"]
    items += [f"{own.get(name, f'CAST(NULL AS {kind})')} AS {name}" for name, kind in padded.items()]
    places = [str(3 + list(padded).index(names[key])) for key in rows.keys]
    groups = [*(["2"] if count > 1 else []), *places]
    grouped = f" GROUP BY {', '.join(groups)}" if groups else ""
    source = rows.rows if rows.kept is None else f"FROM {rows.kept} WHERE {rows.clock} >= ? AND {rows.clock} < ?"
    return f"SELECT {', '.join(items)} {source}{grouped}"


def _stretch(clock: str | None, count: int) -> str:
    """The number of a row's stretch, none between two of them; the rows of all lie within the first and the last."""
    if count == 1:
        return "0"
    between = "".join(f" WHEN {clock} >= ? AND {clock} < ? THEN {place}" for place in range(1, count - 1))
    return f"CASE WHEN {clock} < ? THEN 0{between} WHEN {clock} >= ? THEN {count - 1} END"


def _bound(firsts: Sequence[int], marks: int) -> Iterator[tuple[int, int]]:
    """The parameters of one SELECT over these stretches, in their order: inner bounds, outer bounds, what is equal."""
    if len(firsts) > 1:
        yield from [(place, mark) for place in firsts for mark in (0, 1)][1:-1]
    yield from _outer((firsts[0], firsts[-1]), marks)


def _outer(ends: tuple[int, int], marks: int) -> Iterator[tuple[int, int]]:
    """Bounds from the first start to the last end, then what is equal."""
    yield from ((ends[1] if mark == 1 else ends[0], mark) for mark in range(marks))


def _named(columns: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Each column with the name of its place among those of its type: `t0`, `m0`, `v0`, `v1`."""
    used = dict.fromkeys(_LETTERS, 0)
    for column, kind in columns.items():
        yield column, f"{_LETTERS[kind]}{used[kind]}"
        used[kind] += 1


def cut_out(frame: pl.DataFrame, text: Text) -> dict[int, pl.DataFrame]:
    """The answer of each statement of a text, by its place."""
    if text.cuts[0].tag is None:
        return {text.cuts[0].place: frame}
    by_tag = frame.partition_by(TAG, STRETCH, as_dict=True)
    none = frame.clear()
    found = {}
    for one in text.cuts:
        part = by_tag.get((one.tag, one.stretch), none)
        series = (part.get_column(place).alias(name) for place, name in one.columns)
        if one.nothing is not None and not part.height:
            series = (pl.Series(s.name, [value], s.dtype) for s, value in zip(series, one.nothing, strict=True))
        found[one.place] = pl.DataFrame(list(series))
    return found
