"""The stores that reports are asked of, each made once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from backend.tests.reports.ledger import Books, books_of
from backend.tests.stores import Trouble, make_store

TROUBLES: Mapping[str, tuple[int, Trouble]] = {
    "troubled": (7, Trouble()),
    "dense": (8, Trouble(straddling=0, varying=0, missing=0, withdrawn=0, not_built=0, holes=False)),
    "crossing": (9, Trouble(numbers=250, straddling=0.1, varying=0.1, holes=False, missing=0.02)),
}


@pytest.fixture(scope="session")
def all_books(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Books]:
    folders: dict[str, Path] = {name: tmp_path_factory.mktemp(name) for name in TROUBLES}
    return {name: books_of(make_store(*TROUBLES[name]), folder) for name, folder in folders.items()}


@pytest.fixture(params=TROUBLES)
def books(request: pytest.FixtureRequest, all_books: Mapping[str, Books]) -> Books:
    return all_books[request.param]
