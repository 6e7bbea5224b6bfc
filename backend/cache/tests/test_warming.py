"""What was asked often is answered before anybody asks: after a load, after a start, before it grows too old."""

from __future__ import annotations

import stat
from pathlib import Path

import httpx
import orjson
import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.cache.answers import KeptAnswers
from backend.cache.hot import FORMAT, HALF_LIFE_SECONDS, LONGEST, MOST_BYTES, MOST_LISTED, NAME, Hot, HotQuestions
from backend.cache.tests.stage import Stage
from backend.cache.tests.test_layer import PATH, cached, graphql
from backend.cache.warming import Warming
from backend.tests.api.tiny import client


def answers_of(app: FastAPI) -> KeptAnswers:
    found = app.state.answers
    assert isinstance(found, KeptAnswers)
    return found


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def ask_often(door: httpx.AsyncClient, headers: dict[str, str] | None = None, times: int = 4) -> None:
    for _ in range(times):
        await door.get(f"{PATH}?branch=Lamu", headers=headers)
        await graphql(door, headers=headers)


async def test_after_a_load_hot_questions_are_answered_already(stage: Stage, tmp_path: Path) -> None:
    app = stage.app(data_dir=tmp_path)
    warming = Warming(answers_of(app))
    async with client(app) as door:
        await warming.look()
        await ask_often(door)
        stage.engine.sequence = 2
        await warming.look()
        computed = stage.asked
        again = await graphql(door)
        assert cached(again)
        assert again.json()["data"]["echo"]["data"]["version"].startswith("00000002")
        assert cached(await door.get(f"{PATH}?branch=Lamu"))
        assert stage.asked == computed == 4


async def test_after_a_start_too(stage: Stage, tmp_path: Path) -> None:
    app = stage.app(data_dir=tmp_path)
    async with client(app) as door:
        await ask_often(door)
        await Warming(answers_of(app)).close()
    anew = stage.app(data_dir=tmp_path)
    async with anew.router.lifespan_context(anew), client(anew) as door:
        await door.get("/api/health/live")
        answers = answers_of(anew)
        answers.hot.load()
        await Warming(answers).look()
        assert cached(await graphql(door))
    file = tmp_path / NAME
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_nothing_is_asked_but_questions_whatever_the_list_says(stage: Stage, tmp_path: Path) -> None:
    places = [("POST", "/api/data/undo"), ("DELETE", "/api/data/loads/1"), ("GET", "/metrics"), ("GET", PATH)]
    rows = [{**QUESTION, "method": method, "path": path} for method, path in places]
    (tmp_path / NAME).write_bytes(orjson.dumps({"format": FORMAT, "questions": rows}))
    app = stage.app(data_dir=tmp_path)
    answers = answers_of(app)
    async with client(app) as door:
        await door.get("/api/health/live")
        answers.hot.load()
        await Warming(answers).look()
    assert stage.asked == answers.figures.warmed == 1


async def test_an_answer_that_is_wanted_is_computed_anew_before_it_dies(stage: Stage, tmp_path: Path) -> None:
    app = stage.app(data_dir=tmp_path, cache_dashboard_seconds=100)
    answers = answers_of(app)
    now = [0.0]
    answers.figures.clock = lambda: now[0]
    warming = Warming(answers)
    async with client(app) as door:
        await warming.look()
        await ask_often(door)
        await door.get(f"{PATH}?branch=Ruiru")
        now[0] = 70.0
        await warming.look()
        assert stage.asked == 3
        now[0] = 90.0
        await warming.look()
        assert stage.asked == 5
        now[0] = 110.0
        assert cached(await graphql(door))
        assert not cached(await door.get(f"{PATH}?branch=Ruiru"))


async def test_what_limited_callers_ask_is_not_listed(stage: Stage, tmp_path: Path) -> None:
    app, headers = stage.guarded(tmp_path, data_dir=tmp_path)
    async with client(app) as door:
        for _ in range(4):
            await door.get(f"{PATH}?branch=Thika", headers=headers["Thika"])
        await door.get(f"{PATH}?branch=Lamu", headers=headers["all"])
        await Warming(answers_of(app)).close()
    text = (tmp_path / NAME).read_text(encoding="utf-8")
    assert "Lamu" in text
    assert "Thika" not in text
    assert not any(secret["Authorization"].split()[1] in text for secret in headers.values())


HOTS = st.builds(
    Hot,
    st.sampled_from(["GET", "POST"]),
    st.sampled_from(["/graphql", PATH]),
    st.text(max_size=5).map(str.encode),
    st.text(max_size=5).map(str.encode),
    st.integers(1, 4),
)


@given(st.lists(st.tuples(HOTS, st.floats(1, 1000)), max_size=200))
@settings(max_examples=50, deadline=None)
def test_the_list_is_short_and_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, asked: list[tuple[Hot, float]]
) -> None:
    path = tmp_path_factory.mktemp("hot") / NAME
    hot = HotQuestions(path, lambda: 0.0)
    for question, times in asked:
        hot.note(question, times)
    hot.save()
    again = HotQuestions(path, lambda: 0.0)
    again.load()
    assert again.hottest(500) == hot.hottest(500)
    assert len(again.hottest(500)) == min(len(hot.hottest(500)), MOST_LISTED)


def test_counts_fade_and_long_questions_are_left_out(tmp_path: Path) -> None:
    now = [0.0]
    hot = HotQuestions(tmp_path / NAME, lambda: now[0])
    old, new = (Hot("GET", PATH, word, b"", 4) for word in (b"old", b"new"))
    hot.note(old, 100)
    now[0] = 10 * HALF_LIFE_SECONDS
    hot.fade()
    hot.note(new, 1)
    assert hot.hottest(1) == (new,)
    now[0] = 12 * HALF_LIFE_SECONDS
    hot.fade()
    assert hot.hottest(9) == (new,)
    hot.note(Hot("POST", "/graphql", b"", b"x" * LONGEST, 4), 1e6)
    hot.note(Hot("POST", "/graphql", b"", b"x" * LONGEST + b"x", 4), 1e9)
    assert [len(one.body) for one in hot.hottest(9)] == [LONGEST, 0]


QUESTION = {"method": "GET", "path": "/", "query": "", "body": "", "role": 4, "count": 1}


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        orjson.dumps({"format": FORMAT + 1, "questions": []}),
        orjson.dumps({"format": FORMAT, "questions": [{"method": "GET"}]}),
        orjson.dumps(
            {
                "format": FORMAT,
                "questions": [{"method": "GET", "path": "/", "query": "", "body": "", "role": 99, "count": 1}],
            }
        ),
        *(
            orjson.dumps({"format": FORMAT, "questions": [{**QUESTION, **wrong}]})
            for wrong in ({"method": ["GET"]}, {"path": 1}, {"query": None}, {"count": "inf"}, {"count": "nan"})
        ),
        orjson.dumps({"format": FORMAT, "questions": [QUESTION]}) + b" " * MOST_BYTES,
    ],
)
def test_a_file_that_does_not_hold_lists_nothing(tmp_path: Path, text: bytes) -> None:
    (tmp_path / NAME).write_bytes(text)
    hot = HotQuestions(tmp_path / NAME)
    hot.load()
    assert hot.hottest(9) == ()
