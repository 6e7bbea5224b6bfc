"""What a real cluster says, asked in SQL and past the code under test; and a rollup changed behind its back.

In: the router's address and the prefix of a test. Out: rows; tasks that ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from druid.catalog.sales import SALES
from druid.client.router import Router
from druid.client.segments import Awaited, wait_served
from druid.client.tasks import TaskClient
from druid.ingestion_spec import Cluster, StagedMonth, datasource, interval, rollup_task

_TOTALS = """
    SELECT COUNT(*), SUM(gross_revenue) FROM "{name}" WHERE __time >= TIMESTAMP '2000-01-01'
"""


@dataclass(frozen=True, slots=True)
class Asked:
    url: str
    prefix: str
    zone: str = "Africa/Nairobi"

    def rows(self, sql: str) -> list[list[Any]]:
        question = {"query": sql, "resultFormat": "array", "context": {"useCache": False, "populateCache": False}}
        with Router(self.url) as router:
            found = router.ask("POST", "/druid/v2/sql", question)
        assert isinstance(found, list)
        return found

    def totals(self, table: str = SALES.base) -> tuple[int, int]:
        """Rows and gross revenue; none where nothing was ever published."""
        name = datasource(self.prefix, table)
        known = self.rows(f"SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = '{name}'")  # noqa: S608
        ((count, revenue),) = self.rows(_TOTALS.format(name=name)) if known else [[0, 0]]
        return count, revenue or 0

    def doctor(self, rollup: str, month: str, changed: dict[str, str]) -> None:
        """Build a month of a rollup anew from itself with one column computed by a Druid expression."""
        place, staged = Cluster(self.prefix, self.zone), [StagedMonth(month, (), 1, "")]
        spec = rollup_task(SALES, SALES.rollup[rollup], place, staged, f"{self.prefix}doctor-{rollup}-{month}")
        schema, reading = spec["spec"]["dataSchema"], spec["spec"]["ioConfig"]["inputSource"]
        reading |= {"dataSource": datasource(self.prefix, rollup), "filter": None}
        schema["transformSpec"] = {
            "transforms": [{"type": "expression", "name": name, "expression": e} for name, e in changed.items()]
        }
        schema["metricsSpec"] = [
            {"type": metric["type"], "name": metric["name"], "fieldName": metric["name"]}
            for metric in schema["metricsSpec"]
        ]
        with Router(self.url) as router:
            client = TaskClient(router)
            task = client.submit(spec)
            client.wait(task, 300, _no_matter)
            state = client.status(task)
            assert state is not None
            awaited = Awaited(rollup, {month: interval(month, self.zone)}, state.created_at)
            wait_served(router, self.prefix, awaited, 300, _no_matter)


def _no_matter(_rows: int) -> None:
    """Progress is for people."""
