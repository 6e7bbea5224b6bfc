"""Every written pair of Druid and DuckDB SQL run on both engines over the same lines: equal rows."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import cycle

import duckdb
import polars as pl
import pytest

from backend.planner.plan import Parameter
from backend.tests.engine.test_dialect import pairs
from backend.tests.parity.direct import Cluster, Row, moment

pytestmark = pytest.mark.druid

at = datetime.fromisoformat
COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "__time": pl.Datetime("ms"),
    **dict.fromkeys(("branch", "region", "channel", "product", "customer", "status"), pl.String),
    **dict.fromkeys(("lines", "gross", "ms"), pl.Int64),
}
LINES = (
    (at("2024-03-31 00:59"), "Thika", "Central", None, "Maßband", "C1", "completed", 3, 2**62, 1_711_846_800_000),
    (at("2024-03-31 01:00"), "Lamu", None, "web", "MASSBAND", None, "cancelled", 0, -7, 0),
    (at("2024-10-27 00:30"), None, "Coast", "", "", "C1", "completed", None, 7, -1),
    (at("2024-10-27 01:30"), "", "Coast", "shop", None, "", "pending", 2, None, None),
    (at("2024-12-29 23:30"), "Lamu", "Coast", "shop", 'lamp, "small"', "C2", "completed", 1, -7, 253_402_300_799_000),
    (at("2024-12-31 21:00"), "Thika", "Central", "web", '["lamp"]', "C2", "completed", -2, 1, 1),
)
FIRST, LAST = 1_711_846_800_000, 1_735_678_800_000
VALUES = ("Lamu", "", "LAMP")


@pytest.fixture(scope="module")
def lines(cluster: Cluster) -> pl.DataFrame:
    frame = pl.DataFrame(LINES, schema=COLUMNS, orient="row")
    cluster.load({"sales": frame}, "UTC")
    return frame


def parameters(druid: str) -> list[Parameter]:
    """Moments where the time is compared, texts elsewhere."""
    texts, moments = cycle(VALUES), cycle((FIRST, LAST))
    before = druid.split("?")[:-1]
    return [
        Parameter("TIMESTAMP", next(moments)) if "__time" in part[-12:] else Parameter("VARCHAR", next(texts))
        for part in before
    ]


def comparable(rows: list[Row]) -> list[list[str]]:
    """Rows in one order, moments written alike."""
    return sorted([_written(value) for value in row.values()] for row in rows)


def _written(value: object) -> str:
    if isinstance(value, str) and value.endswith("Z") and "T" in value:
        value = moment(value)
    return repr(value)


@pytest.mark.parametrize(("title", "druid", "duck"), pairs(), ids=[title for title, _, _ in pairs()])
def test_both_sides_answer_alike(title: str, druid: str, duck: str, cluster: Cluster, lines: pl.DataFrame) -> None:
    assert title
    bound = parameters(druid)
    found = cluster.ask(druid.replace(" FROM sales", f" FROM {cluster.prefix}sales"), bound)
    with duckdb.connect() as connection:
        connection.register("sales", lines.to_arrow())
        values = [_bound(parameter) for parameter in bound]
        result = connection.execute(duck, values)
        names = [column[0] for column in result.description or []]
        expected = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    assert comparable(found) == comparable(expected)
    assert found


def _bound(parameter: Parameter) -> object:
    if parameter.type != "TIMESTAMP":
        return parameter.value
    return datetime.fromtimestamp(int(parameter.value) / 1000, UTC).replace(tzinfo=None)
