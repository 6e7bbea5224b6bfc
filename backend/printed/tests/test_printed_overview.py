"""The page of the overview, read back: its numbers are those of the reports, its texts are only texts."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.app import create_app
from backend.printed.charts import BOTTOM, HEIGHT, NOW, PALE_THEN, THEN, TOP, scale_of, trend_chart
from backend.tests.api.tiny import client, settings
from backend.tests.reports.shops import FULL, HEADER, bare_shop, loaded

PAGE = "/api/reports/overview.html"
HOSTILE = "2024-05-04 09:00:00,Food,Flour,Thika,<script>alert(1)</script>,Retail,A & B,Ann,70,0,1,0,1,1,A9,completed"
EARLIER = "2024-04-01 09:00:00,Food,Flour,Thika,Asha,Retail,Flour,Ann,520.25,0,1,0,1,1,A8,completed"


class Reader(HTMLParser):
    """The tags that are open or closed wrongly, every tag, every piece of text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.wrong += [f"style of {tag}" for name, _ in attrs if name == "style" or name.startswith("on")]
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"end of {tag}")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@asynccontextmanager
async def serving(store: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings(data_dir=store))
    async with app.router.lifespan_context(app), client(app) as door:
        yield door


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("printed"), [HEADER, *FULL, HOSTILE, EARLIER])


async def test_the_page_shows_what_the_reports_answer(shop: Path) -> None:
    """May: 1,080.50 gross with the seventy, 40 returned; April: 520.25."""
    async with serving(shop) as door:
        response = await door.get(PAGE, params={"period": "MONTH"})
        answer = (await door.get("/api/kpis/sales-overview", params={"period": "MONTH"})).json()
    assert response.status_code == 200
    texts = read(response.text).texts
    assert answer["data"]["totalRevenue"] == 1040.5
    for shown in ("1,040.50", "+100.0%", " was 520.25", "1 May 2024 to 31 May 2024", ", everything"):
        assert shown in texts, shown
    assert any(text.startswith("Compared with 1 Apr 2024 to 30 Apr 2024 (previous period).") for text in texts)
    assert any(answer["metadata"]["dataVersion"] in text for text in texts)
    assert any("cost missing" in text for text in texts), "why profit is unknown"


def bars_of(html: str, title: str) -> list[float]:
    """The lengths of a table's bars, from its first row."""
    table = html.partition(f"<h2>{title}</h2>")[2].partition("</section>")[0]
    return [float(width) for width in re.findall(rf'<rect width="([\d.]+)" height="6" fill="{NOW}"', table)]


async def test_bars_are_of_the_figure_that_rows_are_ordered_by(tmp_path: Path) -> None:
    """Asha makes 90 of 100 sold, Ben 45 of 900; without costs both stand by what they sold."""
    line = "2024-05-0{0} 09:00:00,Food,Flour,Thika,{1},Retail,Flour,Ann,{2},0,1,0,{3},1,A{0},completed"
    costed = loaded(tmp_path / "costed", [HEADER, line.format(1, "Asha", 100, 10), line.format(2, "Ben", 900, 855)])
    bare = ["date,item,salesperson,revenue", "2024-05-01,Pump,Asha,100", "2024-05-02,Pump,Ben,900"]
    async with serving(costed) as door:
        by_profit = (await door.get(PAGE, params={"period": "MONTH"})).text
    async with serving(loaded(tmp_path / "bare", bare)) as door:
        by_revenue = (await door.get(PAGE, params={"period": "MONTH"})).text
    assert bars_of(by_profit, "Salespeople by profit") == [60.0, 30.0]
    assert bars_of(by_revenue, "Salespeople by revenue") == [60.0, 6.67]


async def test_returns_that_fall_are_shown_to_fall(tmp_path: Path) -> None:
    """400 came back in April, 100 in May: three quarters less, which is good."""
    line = "2024-{0} 09:00:00,Food,Flour,Thika,Asha,Retail,Flour,Ann,{1},{2},1,{3},1,1,A{0},completed"
    months = [line.format("04-01", 5000, 0, 0), line.format("04-03", 400, -400, 1)]
    months += [line.format("05-01", 5000, 0, 0), line.format("05-31", 100, -100, 1)]
    async with serving(loaded(tmp_path, [HEADER, *months])) as door:
        page = (await door.get(PAGE, params={"period": "MONTH"})).text
    card = page.partition("<span>Returns, KES</span>")[2].partition("</div>")[0]
    assert card == '<b>100.00</b><i><span class="up">-75.0%</span> was 400.00</i>'


async def test_texts_stay_texts(shop: Path) -> None:
    async with serving(shop) as door:
        response = await door.get(PAGE, params={"period": "MONTH"})
        filtered = await door.get(PAGE, params={"period": "MONTH", "salesperson": "<script>alert(1)</script>"})
    for page in (read(response.text), read(filtered.text)):
        assert page.wrong == []
        assert page.open == []
        assert not {"script", "link", "img", "iframe"} & set(page.tags)
        assert "<script>alert(1)</script>" in "".join(page.texts)


async def test_the_policy_allows_this_style_and_nothing_else(shop: Path) -> None:
    async with serving(shop) as door:
        response = await door.get(PAGE)
    style = re.search(r"<style>(.*?)</style>", response.text, re.DOTALL)
    assert style is not None
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    rules = dict(rule.split(" ", 1) for rule in response.headers["content-security-policy"].split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == f"'sha256-{digest}'"
    assert "script-src" not in rules


async def test_a_part_that_cannot_be_answered_says_so(tmp_path: Path) -> None:
    """The file names neither salespeople nor costs."""
    store = bare_shop(tmp_path)
    async with serving(store) as door:
        response = await door.get(PAGE, params={"period": "ALL"})
        leaderboard = (await door.get("/api/kpis/salesperson-leaderboard", params={"period": "ALL"})).json()
    assert response.status_code == 200
    texts = read(response.text).texts
    assert leaderboard["error"]["message"] in texts
    assert "255.75" in texts
    assert "measure not loaded" in texts


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        (f"{PAGE}?brnach=Thika", 400, "UNKNOWN_PARAMETER"),
        (f"{PAGE}?period=SOON", 422, "INVALID_PARAMETER"),
        (f"{PAGE}?limit=5", 400, "UNKNOWN_PARAMETER"),
        ("/api/reports/overview.pdf", 406, "NOT_ACCEPTABLE"),
    ],
)
async def test_refusals_are_coded(shop: Path, address: str, status: int, code: str) -> None:
    async with serving(shop) as door:
        response = await door.get(address)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


async def test_without_data_the_refusal_is_the_overviews(tmp_path: Path) -> None:
    async with serving(tmp_path / "none") as door:
        response = await door.get(PAGE)
    assert (response.status_code, response.json()["error"]["code"]) == (503, "NO_DATA")


def test_columns_stand_on_zero_and_are_as_long_as_their_values() -> None:
    values = [100.0, 50.0, -25.0, None]
    points: list[dict[str, Any]] = [
        {"label": f"d{i}", "value": v, "status": "COMPLETE", "comparisons": []} for i, v in enumerate(values)
    ]
    drawn = re.findall(r'<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', trend_chart(points, "t"))
    (y1, h1), (y2, h2), (y3, h3) = ((float(y), float(h)) for y, h in drawn)
    assert (round(h1 / h2, 2), round(h1 / h3, 2)) == (2.0, 4.0)
    assert round(y1 + h1, 1) == round(y2 + h2, 1) == round(y3, 1)


def test_what_stood_beside_is_pale_where_it_was_not_whole() -> None:
    """Of five earlier buckets the first is cut and the fourth is missing: one pale way in, a solid one, a lone mark."""
    states = ["PARTIAL", "COMPLETE", "COMPLETE", "NOT_LOADED", "PARTIAL"]
    points: list[dict[str, Any]] = [
        {
            "label": f"d{i}",
            "value": 10.0,
            "status": "COMPLETE",
            "comparisons": [{"value": None if state == "NOT_LOADED" else 5.0 + i, "status": state}],
        }
        for i, state in enumerate(states)
    ]
    chart = trend_chart(points, "t")
    ways = re.findall(
        r'<line x1="[\d.]+" x2="[\d.]+" y1="[\d.]+" y2="[\d.]+" stroke="(#\w+)" stroke-width="1.2"', chart
    )
    assert ways == [PALE_THEN, THEN]
    assert re.findall(r'<circle [^>]*fill="(#\w+)"', chart) == [PALE_THEN]


@pytest.mark.parametrize("values", [[0.0], [-5.0, -1.0], [1e12, -3.0], [0.001], [7.0, 7.0, 7.0]])
def test_every_value_lies_on_the_axis(values: list[float]) -> None:
    scale = scale_of(values)
    hair = (scale.high - scale.low) / 10**6
    assert scale.low <= min(0.0, *values) + hair
    assert scale.high >= max(0.0, *values) - hair
    assert all(TOP - 0.01 <= scale.y(value) <= HEIGHT - BOTTOM + 0.01 for value in values)
    assert 1 <= len(list(scale.ticks())) - 1 <= 6


async def test_the_page_has_one_form(shop: Path) -> None:
    async with serving(shop) as door:
        assert (await door.get(f"{PAGE}?format=csv")).status_code == 406
