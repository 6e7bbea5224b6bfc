"""What a process may use: a container's limits count where they are below the machine's, and nothing else does."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from backend.machine import ARENAS, cores, memory
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


MANY_THREADS = """
import ctypes, threading
from backend.machine import share_freed_memory
{first}
together = threading.Barrier(8)
def take():
    kept = [bytearray(4096) for _ in range(50)]
    together.wait()
threads = [threading.Thread(target=take) for _ in range(8)]
[thread.start() for thread in threads], [thread.join() for thread in threads]
libc = ctypes.CDLL(None)
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has arenas")
@pytest.mark.parametrize("first", ["share_freed_memory()", ""])
def test_threads_share_freed_memory(first: str) -> None:
    told = subprocess.run([sys.executable, "-c", MANY_THREADS.format(first=first)], capture_output=True, check=True)
    arenas = len(re.findall(rb"<heap nr=", told.stdout))
    assert (arenas <= ARENAS) == bool(first)
