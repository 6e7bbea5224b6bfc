"""What a process may use: a container's limits count where they are below the machine's, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.machine import cores, memory
from backend.runtime import private_folder


@pytest.mark.parametrize(
    ("said", "most"), [("100000 100000", 1), ("50000 100000", 1), ("max 100000", None), ("", None)]
)
def test_cores_of_a_container(tmp_path: Path, said: str, most: int | None) -> None:
    (tmp_path / "cpu.max").write_text(said)
    assert cores(tmp_path) == (most or cores(tmp_path / "none"))


@pytest.mark.parametrize("name", ["memory.max", "memory/memory.limit_in_bytes"])
def test_memory_of_a_container(tmp_path: Path, name: str) -> None:
    whole = memory(tmp_path)
    limit = tmp_path / name
    limit.parent.mkdir(exist_ok=True)
    for said, counted in (("1048576\n", 1 << 20), ("max\n", whole), (f"{1 << 62}\n", whole)):
        limit.write_text(said)
        assert memory(tmp_path) == counted


def test_a_runtime_folder_is_private_and_only_dead_ones_are_removed(tmp_path: Path) -> None:
    stranger = tmp_path / "sales-server-by-hand"
    stranger.mkdir()
    with private_folder(tmp_path) as one:
        (one / "shared").write_text("1")
        with private_folder(tmp_path) as other:
            assert one.is_dir()
            assert (other != one, (one.stat().st_mode & 0o777, other.stat().st_mode & 0o777)) == (True, (0o700, 0o700))
            assert [path.name for path in other.iterdir()] == ["lock"]
        assert not other.exists()
        assert (one / "shared").read_text() == "1"
    assert list(tmp_path.iterdir()) == [stranger]
