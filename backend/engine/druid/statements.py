"""A planned statement as the cluster is asked it: the table under the business's prefix, another zone where told.

Comes in: a statement, a datasource or a zone. Goes out: Druid SQL. And what is read back from a statement: the zone,
period and origin its buckets are cut by.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from sqlglot import exp

from backend.engine.dialect import innermost
from backend.planner.plan import Statement

FLOOR = "TIME_FLOOR"


@dataclass(frozen=True, slots=True)
class Cutting:
    """How a statement's buckets are cut. `has_origin` when they are counted from a moment of their own."""

    period: str
    zone: str
    has_origin: bool


def cutting_of(statement: Statement) -> Cutting | None:
    """None when the statement has no buckets, so that no zone matters to it."""
    floor = floor_of(statement.sql) if statement.has_bucket else None
    if floor is None:
        return None
    _, period, origin, zone = floor.expressions
    return Cutting(period.name, zone.name, not isinstance(origin, exp.Null))


def druid_sql(statement: Statement, datasource: str) -> str:
    """The statement's text over the datasource."""
    return _written(statement.sql, datasource)


@lru_cache(maxsize=1024)
def _written(select: exp.Select, datasource: str) -> str:
    """Equal shapes of a question are written once: only parameters differ, and they are not in the text."""
    renamed = exp.From(this=exp.table_(datasource, quoted=True))
    if isinstance(select.args["from_"].this, exp.Subquery):
        nested = select.copy()
        innermost(nested).set("from_", renamed)
        return str(nested.sql(dialect="druid"))
    # shares all other nodes with the statement, which nobody changes: a whole copy would cost as much as planning
    return str(exp.Select(**{**select.args, "from_": renamed}).sql(dialect="druid"))


def in_zone(statement: Statement, zone: str) -> Statement:
    """The statement with its buckets cut in another zone, which may be an offset such as +03:00."""
    select = statement.sql.copy()
    floor = floor_of(select)
    if floor is not None:
        floor.expressions[3].replace(exp.Literal.string(zone))
    return replace(statement, sql=select)


def floor_of(select: exp.Select) -> exp.Anonymous | None:
    """The call that cuts time into buckets."""
    return next((found for found in select.find_all(exp.Anonymous) if found.name == FLOOR), None)
