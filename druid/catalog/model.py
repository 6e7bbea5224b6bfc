"""The words a catalog is written in: columns, dimensions, measures, rollups.

Data only. A `Catalog` is a frozen value; `druid.catalog.check` refuses an inconsistent one, and everything
else (Parquet schema, Pandera schema, SQL, GraphQL types, REST and docs tables) is built from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256


class Kind(StrEnum):
    """How a stored column is typed. Money is an integer of 1/10 000 currency unit, units an integer of 1/1000."""

    INSTANT = "instant"
    TEXT = "text"
    MONEY = "money"
    UNITS = "units"
    COUNT = "count"


SCALE: Mapping[Kind, int] = {Kind.MONEY: 4, Kind.UNITS: 3, Kind.COUNT: 0}


class Sign(StrEnum):
    ANY = "any"
    NOT_NEGATIVE = "not negative"
    NOT_POSITIVE = "not positive"


@dataclass(frozen=True, slots=True)
class Column:
    """One canonical column of a sale line. `headers` are source headers that mean it, the company's own first."""

    name: str
    kind: Kind
    definition: str
    headers: tuple[str, ...] = ()
    required: bool = False
    default: int | str | None = None
    sign: Sign = Sign.ANY
    minimum: int | None = None


class Level(StrEnum):
    """Order-level members are the same on every line of an order; line-level members may differ."""

    ORDER = "order"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A text column to group and filter by."""

    name: str
    label: str
    plural: str
    definition: str
    level: Level


@dataclass(frozen=True, slots=True)
class Moment:
    """A stored instant: the sale's moment on the lines where column `positive` is above zero, empty on the others.

    Without `positive` every line has it. Rollups keep the first and the last of each row.
    """

    name: str
    definition: str
    positive: str | None = None

    @property
    def first(self) -> str:
        """The rollup column of the earliest.

        >>> Moment("__time", "of the sale").first, Moment("purchase_time", "of a purchase").first
        ('first_time', 'first_purchase_time')
        """
        return f"first_{self.name.lstrip('_')}"

    @property
    def last(self) -> str:
        """The rollup column of the latest."""
        return f"last_{self.name.lstrip('_')}"


SALE = Moment("__time", "moment of the sale")


class MeasureClass(StrEnum):
    ADDITIVE = "additive"
    DERIVED = "derived"
    RATIO = "ratio of sums"
    ORDERS = "distinct orders"
    DAYS = "distinct days"
    DISTINCT = "distinct"
    EXTREME = "min/max"


class Unit(StrEnum):
    MONEY = "money"
    UNITS = "units"
    COUNT = "count"
    FRACTION = "fraction"
    NUMBER = "number"
    INSTANT = "instant"


class Direction(StrEnum):
    """Whether a rise is good news."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Sum:
    """SUM of a stored column. With `strict`, one missing cell makes the sum unknown instead of being skipped."""

    column: str
    strict: bool = False


@dataclass(frozen=True, slots=True)
class DistinctOrders:
    """Distinct order keys: by markers where that is exact, by a distinct count of the base otherwise.

    With `positive` only lines where that column is above zero are looked at.
    """

    positive: str | None = None


@dataclass(frozen=True, slots=True)
class DistinctDays:
    """Distinct pairs of a member and a business-zone day with a line where column `positive` is above zero.

    A missing member is not counted.
    """

    dimension: str
    positive: str


Counted = DistinctOrders | DistinctDays


@dataclass(frozen=True, slots=True)
class Marker:
    """A stored 0/1 column: 1 on the first completed line, in a month, of each thing that `of` counts.

    With `dimension`, of each thing and member of it. Its sum is the distinct count, which so rolls up by plain sums.
    """

    name: str
    dimension: str | None
    of: Counted = field(default=DistinctOrders(), repr=False)


@dataclass(frozen=True, slots=True)
class Distinct:
    """Exact distinct members of a dimension; a missing member is not counted."""

    dimension: str


@dataclass(frozen=True, slots=True)
class Earliest:
    """MIN of a stored moment, of the sale's own unless another is named."""

    moment: str = SALE.name


@dataclass(frozen=True, slots=True)
class Latest:
    """MAX of a stored moment."""

    moment: str = SALE.name


@dataclass(frozen=True, slots=True)
class Linear:
    """A sum of measures of one unit with whole factors: ((1, "gross_revenue"), (1, "returns_value"))."""

    terms: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """factor * numerator / denominator of two measures over the same lines; null when the denominator is 0."""

    numerator: str
    denominator: str
    factor: int = 1


Expression = Sum | DistinctOrders | DistinctDays | Distinct | Earliest | Latest | Linear | Ratio


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with one definition. `field` names it in rows of reports, `overview` in salesOverview."""

    name: str
    label: str
    unit: Unit
    expression: Expression
    definition: str
    formula: str
    direction: Direction = Direction.UP
    field: str | None = None
    overview: str | None = None

    @property
    def measure_class(self) -> MeasureClass:
        return _CLASS_OF[type(self.expression)]


_CLASS_OF: Mapping[type, MeasureClass] = {
    Sum: MeasureClass.ADDITIVE,
    DistinctOrders: MeasureClass.ORDERS,
    DistinctDays: MeasureClass.DAYS,
    Distinct: MeasureClass.DISTINCT,
    Earliest: MeasureClass.EXTREME,
    Latest: MeasureClass.EXTREME,
    Linear: MeasureClass.DERIVED,
    Ratio: MeasureClass.RATIO,
}


class Grain(StrEnum):
    HOUR = "HOUR"
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"


@dataclass(frozen=True, slots=True)
class Rollup:
    """Completed lines summed by business-zone `grain` and `dimensions`.

    Every stored number is summed, each marker that its dimensions keep exact is summed, and the first and last of
    each moment are kept.
    """

    name: str
    grain: Grain
    dimensions: tuple[str, ...]
    purpose: str


@dataclass(frozen=True)
class Catalog:
    """Everything that can be stored and asked: `druid.catalog.sales`. Older stores lack rollups and markers `later`."""

    base: str
    columns: tuple[Column, ...]
    dimensions: tuple[Dimension, ...]
    markers: tuple[Marker, ...]
    measures: tuple[Measure, ...]
    rollups: tuple[Rollup, ...]
    moments: tuple[Moment, ...] = (SALE,)
    time: str = SALE.name
    order_key: str = "order_key"
    completed: tuple[str, str] = ("status", "completed")
    later: frozenset[str] = frozenset()
    paired: str | None = None
    """The line-level dimension whose members, two in one order, are what this cube counts."""

    @cached_property
    def column(self) -> Mapping[str, Column]:
        return {c.name: c for c in self.columns}

    @cached_property
    def dimension(self) -> Mapping[str, Dimension]:
        return {d.name: d for d in self.dimensions}

    @cached_property
    def measure(self) -> Mapping[str, Measure]:
        return {m.name: m for m in self.measures}

    @cached_property
    def rollup(self) -> Mapping[str, Rollup]:
        return {r.name: r for r in self.rollups}

    @cached_property
    def moment(self) -> Mapping[str, Moment]:
        return {m.name: m for m in self.moments}

    @cached_property
    def marker_for(self) -> Mapping[tuple[Expression, str | None], str]:
        """The marker column by what is counted and the single line-level dimension in use, None for no such."""
        return {(m.of, m.dimension): m.name for m in self.markers}

    def kept_markers(self, rollup: Rollup) -> tuple[str, ...]:
        """Markers that stay exact in a rollup: it has the members they are counted by."""
        return self._kept_markers[rollup.name]

    @cached_property
    def _kept_markers(self) -> Mapping[str, tuple[str, ...]]:
        return {rollup.name: tuple(m.name for m in self.markers if _is_kept(m, rollup)) for rollup in self.rollups}

    @cached_property
    def summed(self) -> tuple[str, ...]:
        """Stored numeric columns that every rollup sums, in order."""
        return tuple(c.name for c in self.columns if c.kind in SCALE)

    @cached_property
    def layout(self) -> str:
        """Twelve hex digits over all that is stored: a load into a store of another layout rebuilds every month."""
        return self._digest(self.columns, frozenset(), *(m.of for m in self.markers if m.name in self.later))

    @cached_property
    def essential(self) -> str:
        """Twelve hex digits over what readers rely on: all but columns that may be empty and what came `later`."""
        return self._digest(tuple(c for c in self.columns if c.required or c.default is not None), self.later)

    def _digest(self, columns: tuple[Column, ...], without: frozenset[str], *more: object) -> str:
        parts = (
            self.base,
            [(c.name, c.kind, c.default) for c in columns],
            tuple(m for m in self.markers if m.name not in without),
            [(r.name, r.grain, r.dimensions) for r in self.rollups if r.name not in without],
            [(m.name, m.positive) for m in self.moments],
            *more,
        )
        return sha256(repr(parts).encode()).hexdigest()[:12]

    @cached_property
    def version(self) -> str:
        """Twelve hex digits over everything that changes an answer or a stored file."""
        parts = (self.base, self.columns, self.dimensions, self.markers, self.measures, self.rollups, self.moments)
        return sha256(repr(parts).encode()).hexdigest()[:12]

    def needs(self, measure: str) -> frozenset[str]:
        """Stored columns whose absence makes a measure unanswerable.

        >>> from druid.catalog.sales import SALES
        >>> sorted(SALES.needs("profit_margin"))
        ['gross_revenue', 'returns_value', 'total_cost']
        """
        return frozenset(column for leaf in self.leaves(measure) for column in self._columns_of(leaf))

    def _columns_of(self, leaf: str) -> tuple[str, ...]:
        match self.measure[leaf].expression:
            case Sum(column=str(name)) | Distinct(dimension=str(name)) | DistinctOrders(positive=str(name)):
                return (name,)
            case DistinctDays(dimension=name, positive=positive):
                return (name, positive)
            case Earliest(moment=moment) | Latest(moment=moment):
                return tuple(name for name in (self.moment[moment].positive,) if name is not None)
        return ()

    def leaves(self, measure: str) -> tuple[str, ...]:
        """The measures (not linear, not ratio) that a measure is computed from, each once, in order.

        >>> from druid.catalog.sales import SALES
        >>> SALES.leaves("return_rate")
        ('returns_value', 'gross_revenue')
        """
        return self._leaves[measure]

    @cached_property
    def _leaves(self) -> Mapping[str, tuple[str, ...]]:
        return {name: tuple(dict.fromkeys(self._leaves_of(name))) for name in self.measure}

    def _leaves_of(self, measure: str) -> list[str]:
        match self.measure[measure].expression:
            case Linear(terms=terms):
                return [leaf for _, name in terms for leaf in self._leaves_of(name)]
            case Ratio(numerator=numerator, denominator=denominator):
                return [*self._leaves_of(numerator), *self._leaves_of(denominator)]
        return [measure]


def _is_kept(marker: Marker, rollup: Rollup) -> bool:
    names = {marker.dimension, None if isinstance(marker.of, DistinctOrders) else marker.of.dimension}
    return names <= {None, *rollup.dimensions}


def camel(name: str) -> str:
    """snake_case to camelCase, the form of names in GraphQL, REST and TypeScript.

    >>> camel("product_line"), camel("__time")
    ('productLine', '__time')
    """
    if name.startswith("__"):
        return name
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)
