"""Applications that ask who calls: a tiny product or a real store behind the gate, and headers for whom the tests are.

In: a folder, principals. Out: an application with a file of keys, and the header of each key.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from backend.access.keys import new_key, write_keys
from backend.access.policy import RowPolicy
from backend.access.principal import GIVEN, Principal
from backend.api.layered import Layered
from backend.question import Filter
from backend.tests.api.tiny import tiny_app

THIKA = RowPolicy((Filter("branch", ("Thika",)),))


def principals() -> dict[str, Principal]:
    """One of each role, and one of each role who may see one branch."""
    whole = {role.word: Principal(role.word, role) for role in GIVEN}
    limited = {f"{role.word} of Thika": Principal(f"{role.word} of Thika", role, THIKA) for role in GIVEN}
    return {**whole, **limited}


def with_keys(folder: Path, wanted: dict[str, Principal]) -> tuple[Path, dict[str, dict[str, str]]]:
    """A file of keys, and by name the header that a caller sends."""
    made = {name: new_key(principal) for name, principal in wanted.items()}
    path = folder / "access.yaml"
    write_keys(path, (key for _, key in made.values()))
    return path, {name: {"Authorization": f"Bearer {token}"} for name, (token, _) in made.items()}


def guarded_app(folder: Path, **changes: Any) -> tuple[Layered, dict[str, dict[str, str]]]:  # noqa: ANN401  # settings
    """The tiny product with a key of every role."""
    path, headers = with_keys(folder, principals())
    return tiny_app(access="required", access_file=path, **changes), headers
