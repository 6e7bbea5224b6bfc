"""Engine results to answers: parts of a window added up by group, measures derived, buckets filled.

Comes in: a plan and one frame for each of its statements. Goes out: one frame a window, with `bucket` (the plan's
bucket start) and dimensions first, then the measures asked, then the leaf columns they come from; rows in a fixed
order. Types are checked against the catalog.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence

import polars as pl

from backend.frame_schema import check_schema
from backend.measures import FEW, INSTANT, UNCOSTED, Columns, is_strict, nothing, type_of
from backend.planner.plan import Plan, Window
from druid.catalog.model import Catalog, DistinctOrders, Earliest, Expression, Latest, Ratio, Sum

BUCKET = "bucket"
NOT_LOADED = "NOT_LOADED"
COST_MISSING = "COST_MISSING"
_LOADED, _FOUND = "#loaded", "#found"


def add_up(plan: Plan, frames: Sequence[pl.DataFrame], catalog: Catalog) -> dict[str, pl.DataFrame]:
    """One frame a window. Without dimensions there is a row for every bucket, or exactly one row.

    Sums of parts are null only where every part is null; distinct counts come whole from one statement.
    """
    parts: dict[str, list[pl.DataFrame]] = {window.name: [] for window in plan.windows}
    for statement, frame in zip(plan.statements, frames, strict=True):
        parts[statement.window].append(frame)
    leaves = _leaves(plan, catalog)
    return {window.name: _window_frame(plan, window, (parts[window.name], leaves), catalog) for window in plan.windows}


def _window_frame(
    plan: Plan, window: Window, found: tuple[list[pl.DataFrame], list[str]], catalog: Catalog
) -> pl.DataFrame:
    parts, leaves = found
    keys = _keys(plan)
    filled = [part for part in parts if part.height]
    placed = [_placed(part, window) for part in filled] if BUCKET in keys else filled
    is_whole = len(filled) == 1 and placed[0] is filled[0]
    added = _added(placed, keys, leaves, catalog, is_whole=is_whole)
    if not plan.question.dimensions:
        added = _without_gaps(added, window, leaves, catalog)
    derived = _derived(added, keys, plan, catalog)
    check_schema(derived, plan.question, catalog)
    return _sorted(derived, keys)


def _sorted(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """By the keys, in order; nulls last."""
    if not keys or frame.height < 2:
        return frame
    if frame.height <= FEW:
        groups = list(zip(*(frame.get_column(key).to_list() for key in keys), strict=True))
        return frame[sorted(range(len(groups)), key=lambda place: [(v is None, v) for v in groups[place]])]
    if len(keys) > 1 and not any(frame[key].null_count() for key in keys):
        return frame.sort(pl.struct(keys))  # a quarter of the time that several keys take
    return frame.sort(keys, nulls_last=True)


def _keys(plan: Plan) -> list[str]:
    return [*([BUCKET] if plan.grain is not None else []), *plan.question.dimensions]


def _leaves(plan: Plan, catalog: Catalog) -> list[str]:
    """Leaf columns that the measures come from, whether or not a statement brought them."""
    asked = (m for m in plan.question.measures if m not in plan.nulls)
    needed = [leaf for measure in asked for leaf in catalog.leaves(measure)]
    if any(is_strict(catalog.measure[leaf]) for leaf in needed):
        needed.append(UNCOSTED)
    return list(dict.fromkeys((*needed, *(leaf for s in plan.statements for leaf in s.leaves))))


def _placed(frame: pl.DataFrame, window: Window) -> pl.DataFrame:
    """Engine buckets as the plan's: the first may begin before the window does. The frame itself when all are alike."""
    found = frame.get_column(BUCKET).cast(pl.Int64)
    if found.null_count() or not window.buckets:
        raise ValueError("an engine row lies in no bucket of its window")
    starts, moments = [bucket.start_ms for bucket in window.buckets], found.to_list()
    strange = frozenset(moments).difference(starts)
    if not strange:
        return frame
    moved = {ms: starts[max(bisect_right(starts, ms) - 1, 0)] for ms in strange}
    placed = pl.Series(BUCKET, [moved.get(ms, ms) for ms in moments], pl.Int64).cast(INSTANT)
    return pl.DataFrame([placed if name == BUCKET else frame.get_column(name) for name in frame.columns])


def _added(
    parts: list[pl.DataFrame], keys: list[str], leaves: list[str], catalog: Catalog, *, is_whole: bool
) -> pl.DataFrame:
    """The parts as one frame with a row a group; with `is_whole` the only part is that already."""
    types = {
        **{key: INSTANT if key == BUCKET else pl.String() for key in keys},
        **{leaf: _leaf_type(leaf, catalog) for leaf in leaves},
    }
    if not keys and parts and _are_beside(parts):
        return _with_all(pl.concat(parts, how="horizontal"), types)
    if keys and is_whole:
        return _with_all(parts[0], types)
    whole = pl.concat([pl.DataFrame(schema=types), *(_with_all(part, types) for part in parts)])
    aggregates = [leaf_sum(leaf, catalog) for leaf in leaves]
    return whole.group_by(keys).agg(aggregates) if keys else whole.select(aggregates)


def _are_beside(parts: list[pl.DataFrame]) -> bool:
    """Whether parts of one row each hold different columns."""
    names = [name for part in parts for name in part.columns]
    return len(names) == len(set(names)) and all(part.height == 1 for part in parts)


def _with_all(part: pl.DataFrame, types: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The part with these columns in order, null where it has none."""
    if part.columns == list(types):
        return part
    known = set(part.columns)
    return pl.DataFrame(
        [part.get_column(name) if name in known else nothing(name, dtype, part.height) for name, dtype in types.items()]
    )


def _leaf_type(leaf: str, catalog: Catalog) -> pl.DataType:
    return type_of(catalog.measure[leaf]) if leaf in catalog.measure else pl.Int64()


def leaf_sum(leaf: str, catalog: Catalog) -> pl.Expr:
    """A leaf of several rows together; null only where it is null in each."""
    column = pl.col(leaf)
    match _expression(leaf, catalog):
        case Earliest():
            return column.min()
        case Latest():
            return column.max()
        case _:
            return pl.when(column.count() > 0).then(column.sum()).alias(leaf)


def _expression(leaf: str, catalog: Catalog) -> Expression | None:
    measure = catalog.measure.get(leaf)
    return None if measure is None else measure.expression


def _without_gaps(frame: pl.DataFrame, window: Window, leaves: list[str], catalog: Catalog) -> pl.DataFrame:
    """A row for every bucket, or the one row: 0 where no line was sold, null where nothing was loaded."""
    zeroed = [leaf for leaf in leaves if not isinstance(_expression(leaf, catalog), Earliest | Latest)]
    if BUCKET in frame.columns:
        if frame.height == len(window.buckets) and all(b.status != NOT_LOADED for b in window.buckets):
            return frame
        return _on_grid(frame, _grid(window), [BUCKET], zeroed)
    if window.covered_days == 0:
        return frame.clear(1)
    (row,) = frame.rows(named=True)
    has_lines = not any(_tells_no_line(leaf, row[leaf], catalog) for leaf in leaves)
    return frame if has_lines else frame.with_columns(pl.col(zeroed).fill_null(0))


def _tells_no_line(leaf: str, value: object, catalog: Catalog) -> bool:
    """Whether a total says that there is no line: a sum of a column that every line fills is null only then."""
    match _expression(leaf, catalog):
        case DistinctOrders(positive=None):
            return not value
        case Sum(column=column):
            return value is None and _is_filled(column, catalog)
        case None:
            return value is None and _is_filled(leaf, catalog)
        case _:
            return False


def _is_filled(column: str, catalog: Catalog) -> bool:
    stored = catalog.column.get(column)
    return stored is not None and (stored.required or stored.default is not None)


def _grid(window: Window) -> pl.DataFrame:
    return pl.DataFrame(
        {
            BUCKET: pl.Series([b.start_ms for b in window.buckets], dtype=pl.Int64).cast(INSTANT),
            _LOADED: pl.Series([b.status != NOT_LOADED for b in window.buckets], dtype=pl.Boolean),
        }
    )


def _on_grid(frame: pl.DataFrame, grid: pl.DataFrame, keys: list[str], zeroed: Collection[str]) -> pl.DataFrame:
    """The grid's rows with the frame's values; where the frame has no row, 0 for `zeroed` columns, null for others."""
    found = frame.with_columns(pl.lit(value=True).alias(_FOUND))
    joined = grid.join(found, on=keys, how="left", nulls_equal=True, maintain_order="left")
    values = []
    for name in frame.columns:
        if name in keys:
            continue
        missing = pl.lit(0 if name in zeroed else None)
        kept = pl.when(pl.col(_FOUND).is_null()).then(missing).otherwise(pl.col(name))
        values.append(pl.when(_LOADED).then(kept).cast(frame.schema[name]).alias(name))
    return joined.select(*keys, *values)


def fill(
    frame: pl.DataFrame, window: Window, measures: Sequence[str], catalog: Catalog, by: Sequence[str] = ()
) -> pl.DataFrame:
    """`by` columns, `bucket` and measures with a row for every bucket of the window, for each group of `by`.

    A bucket without a row counts 0 where it was loaded; ratios and moments are null. A measure that is null in every
    row stays null.
    """
    kept = frame.select(*by, BUCKET, *measures)
    zeroed = [m for m in measures if _is_zero_without_lines(m, catalog) and not _is_unknown(frame[m])]
    grid = _grid(window)
    groups = frame.select(by).unique(maintain_order=True) if by else None
    crossed = grid if groups is None else groups.join(grid, how="cross", maintain_order="left_right")
    return _on_grid(kept, crossed, [*by, BUCKET], zeroed)


def _is_unknown(series: pl.Series) -> bool:
    return len(series) > 0 and series.null_count() == len(series)


def _is_zero_without_lines(measure: str, catalog: Catalog) -> bool:
    return not isinstance(catalog.measure[measure].expression, Earliest | Latest | Ratio)


def _derived(frame: pl.DataFrame, keys: list[str], plan: Plan, catalog: Catalog) -> pl.DataFrame:
    measures = plan.question.measures
    leaves = [name for name in frame.columns if name not in {*keys, *measures}]
    columns = Columns(frame, catalog)
    return pl.DataFrame(
        [
            *(frame.get_column(key) for key in keys),
            *(
                nothing(m, type_of(catalog.measure[m]), frame.height) if m in plan.nulls else columns.of(m)
                for m in measures
            ),
            *(columns.of(leaf) if leaf in catalog.measure else frame.get_column(leaf) for leaf in leaves),
        ]
    )


def coarsen(plan: Plan, frame: pl.DataFrame, counted: pl.DataFrame, catalog: Catalog) -> pl.DataFrame:
    """A window's rows added up to the groups of a coarser plan, its measures derived anew.

    `counted` has the plan's groups with the distinct counts, which cannot be added up; its other columns come along.
    """
    keys = _keys(plan)
    summed = [leaf for leaf in _leaves(plan, catalog) if leaf not in counted.columns and leaf in frame.columns]
    aggregates = [leaf_sum(leaf, catalog) for leaf in summed]
    if keys:
        added = frame.group_by(keys).agg(aggregates).join(counted, on=keys, how="left", nulls_equal=True)
        return _derived(added, keys, plan, catalog).sort(keys, nulls_last=True)
    return _derived(pl.concat([frame.select(aggregates), counted], how="horizontal"), keys, plan, catalog)
