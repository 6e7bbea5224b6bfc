"""What a killed command left behind is removed by the next; what is in use stays."""

from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from druid.cluster.temporary import sweep
from druid.cluster.tests.stand_ins import begin, make_instance, processes_naming

MINE = f"{os.getpid()} {psutil.Process().create_time()}"


@pytest.mark.parametrize(
    ("owner", "stays"),
    [
        pytest.param(MINE, True, id="alive"),
        pytest.param(f"{os.getpid()} 1.0", False, id="the number is another's now"),
        pytest.param("4194304 1.0", False, id="gone"),
        pytest.param("", False, id="cut short"),
        pytest.param(None, True, id="not yet signed"),
    ],
)
def test_sweep(tmp_path: Path, owner: str | None, *, stays: bool) -> None:
    folder = tmp_path / "abc"
    instance = make_instance(folder, names=["broker"])
    begin(instance, ["broker"])
    if owner is not None:
        (folder / "owner").write_text(owner)
    said: list[str] = []
    sweep(tmp_path, said.append)
    assert (folder.exists(), processes_naming(tmp_path) != []) == (stays, stays)
    assert (said == []) is stays
    if stays:
        (folder / "owner").write_text("")
        sweep(tmp_path, said.append)
    assert list(tmp_path.iterdir()) == []
