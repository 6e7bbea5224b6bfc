"""People in Locust: each opens pages of the dashboard, changes periods and filters, and reads in between.

`make bench-people` serves Locust's page; the number of people is chosen there. Run by Locust in an environment of its
own, so nothing of the product is imported. An API key is taken from the variable BENCH_KEY.
"""

from __future__ import annotations

import json
import os
import random
from hashlib import sha256
from pathlib import Path

from locust import FastHttpUser, between, task

OPERATIONS = Path(__file__).parents[1] / "api" / "operations.json"
PERIODS = ("MONTH", "LAST_30_DAYS", "WEEK", "QUARTER", "YEAR", "ALL")


class Reader(FastHttpUser):
    """Mostly the Overview; lists now and then; sometimes another period."""

    wait_time = between(1, 8)

    def on_start(self) -> None:
        key = os.environ.get("BENCH_KEY")
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}
        texts = json.loads(OPERATIONS.read_text())
        self.hashes = {name: sha256(text.encode()).hexdigest() for name, text in texts.items()}
        self.period = PERIODS[0]
        self.sort = "REVENUE"

    @task(6)
    def overview(self) -> None:
        sorts = dict.fromkeys(("peopleSort", "lineSort", "branchSort", "customerSort"), self.sort)
        self.ask("OverviewPage", driverMetric="REVENUE", driverDimension="branch", **sorts)

    @task(3)
    def branches(self) -> None:
        metrics = dict.fromkeys(("metric", "cellMetric", "hourMetric"), "REVENUE")
        self.ask("BranchesPage", sortBy=self.sort, order="DESC", **metrics)

    @task(2)
    def products(self) -> None:
        self.ask("ProductsPage", returnsBy="PRODUCT", pairLimit=10)

    @task(2)
    def customers(self) -> None:
        self.ask("CustomersPage", retentionPeriod="LAST_12_MONTHS")

    @task(3)
    def change_period(self) -> None:
        """The first periods are the usual ones."""
        self.period = random.choices(PERIODS, [1 / (place + 1) for place in range(len(PERIODS))])[0]
        self.overview()

    @task(1)
    def change_sort(self) -> None:
        self.sort = random.choice(("REVENUE", "PROFIT", "MARGIN", "ORDERS"))
        self.overview()

    def ask(self, page: str, **own: object) -> None:
        view = {"period": self.period, "compare": [{"kind": "PREVIOUS_PERIOD"}], "shell": False, **own}
        named = {"persistedQuery": {"version": 1, "sha256Hash": self.hashes[page]}}
        body = {"operationName": page, "variables": view, "extensions": named}
        with self.client.post(
            "/graphql", data=json.dumps(body), headers={**self.headers, "Content-Type": "application/json"},
            name=page, catch_response=True,
        ) as answer:  # fmt: skip
            if answer.status_code == 200 and '"error":{' in answer.text:
                answer.failure("an answer holds an error")
