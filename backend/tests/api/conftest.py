"""The tiny application and a client of it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from backend.logging_config import configure_logging
from backend.tests.api.tiny import client, tiny_app


@pytest.fixture(scope="session", autouse=True)
def _quiet_log() -> None:
    configure_logging("info", io.StringIO())


@pytest.fixture(scope="session")
def app() -> FastAPI:
    return tiny_app()


@pytest.fixture
async def door(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with client(app) as asking:
        yield asking
