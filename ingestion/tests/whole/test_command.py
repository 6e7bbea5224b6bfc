"""The command as a person types it: every wrong word, file, folder and machine gets a code, a sentence and a hint.

Each case runs beside a loaded store and must leave it byte for byte as it was, end with the right code and print no
traceback.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ingestion.errors import FileRefused
from ingestion.lock import hold_lock
from ingestion.run import Request, load_file
from ingestion.tests.sales_store import NOW, make_store
from ingestion.tests.whole.terminal import Said, Terminal
from ingestion.watch import Watch

GOOD = """__time,Branch,ItemName,grossRevenue,unitsSold
2024-01-05 10:00:00,Nairobi,Tea,100.00,1
2024-01-06 10:00:00,Kisumu,Soap,50.00,1
"""
OTHER = GOOD.replace("Tea", "Salt")
LARGE = GOOD + "".join(f"2024-01-07 10:00:00,Branch {n % 7},Item {n * 7919},{n}.25,1\n" for n in range(20_000))


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is typed, and the code of the refusal and of the exit."""

    name: str
    words: tuple[str, ...]
    refusal: str
    exit_code: int = 2
    machine: dict[str, Any] = field(default_factory=dict)


def load(*words: str, store: str = "store") -> tuple[str, ...]:
    return ("load", *words, "--data-dir", store)


MAPPINGS = {
    "broken.yaml": "columns: [1",
    "empty.yaml": "",
    "binary.yaml": "\x00",
    "key.yaml": "colums: {}",
    "column.yaml": "columns:\n  __tme: __time\n",
    "header.yaml": "columns:\n  __time: Datum\n  gross_revenue: grossRevenue\n",
    "required.yaml": "columns:\n  __time: __time\n",
    "expression.yaml": "columns:\n  __time: __time\n  gross_revenue: {expression: 'grossRevenue *'}\n",
    "twice.yaml": "name: a\nname: b\n",
    "tag.yaml": "name: !!python/object/apply:os.system ['true']\n",
}
WORDS = (
    Wrong("no file named", ("load", "--data-dir", "store"), "USAGE"),
    Wrong("no such command", ("lod", "good.csv"), "USAGE"),
    Wrong("no such option", load("other.csv", "--nope"), "USAGE"),
    Wrong("no such mode", load("other.csv", "--mode", "upsert"), "USAGE"),
    Wrong("option without value", ("load", "other.csv", "--covers"), "USAGE"),
    Wrong("no lines to seed", ("seed", "--rows", "0"), "USAGE"),
    Wrong("rows as words", ("seed", "--rows", "many"), "USAGE"),
    Wrong("seed into a folder", ("seed", "--rows", "5", "--out", "."), "NOT_A_FILE"),
    Wrong("one day", load("other.csv", "--covers", "2024-01-05"), "COVERS"),
    Wrong("words as days", load("other.csv", "--covers", "soon..later"), "COVERS"),
    Wrong("days backwards", load("other.csv", "--covers", "2024-02-01..2024-01-01"), "COVERS"),
    Wrong("impossible day", load("other.csv", "--covers", "2024-01-01..2024-02-30"), "COVERS"),
    Wrong("days of another month", load("other.csv", "--covers", "2024-03-01..2024-03-31"), "COVERS"),
    Wrong("too few days", load("other.csv", "--covers", "2024-01-01..2024-01-05"), "COVERS"),
)
FILES = (
    Wrong("missing", load("missing.csv"), "FILE_NOT_FOUND"),
    Wrong("check a missing one", ("check", "missing.csv", "--data-dir", "store"), "FILE_NOT_FOUND"),
    Wrong("no name", load(""), "NOT_A_FILE"),
    Wrong("folder", load("."), "NOT_A_FILE"),
    Wrong("device", load("/dev/null"), "NOT_A_FILE"),
    Wrong("picture", load("picture.csv"), "NOT_A_TABLE"),
    Wrong("empty", load("empty.csv"), "EMPTY_FILE"),
    Wrong("header alone", load("header.csv"), "NO_LINES"),
    Wrong("nothing to load", load("hopeless.csv"), "NO_LINES"),
    Wrong("other headers", load("headers.csv"), "MISSING_COLUMN"),
    Wrong("missing mapping", load("other.csv", "--mapping", "nope.yaml"), "MAPPING_UNREADABLE"),
    Wrong("folder as mapping", load("other.csv", "--mapping", "."), "MAPPING_UNREADABLE"),
    Wrong("sales as mapping", load("other.csv", "--mapping", "good.csv"), "MAPPING_UNREADABLE"),
    *(
        Wrong(f"mapping {name}", load("other.csv", "--mapping", name), code)
        for name, code in (
            ("broken.yaml", "MAPPING_UNREADABLE"),
            ("empty.yaml", "MAPPING_UNREADABLE"),
            ("binary.yaml", "MAPPING_UNREADABLE"),
            ("key.yaml", "UNKNOWN_KEY"),
            ("column.yaml", "UNKNOWN_COLUMN"),
            ("header.yaml", "UNKNOWN_HEADER"),
            ("required.yaml", "MISSING_COLUMN"),
            ("expression.yaml", "BAD_EXPRESSION"),
            ("twice.yaml", "REPEATED_KEY"),
            ("tag.yaml", "BAD_VALUE"),
        )
    ),
)
MACHINES = (
    Wrong("store is a file", load("other.csv", store="good.csv"), "DATA_DIR"),
    Wrong("status of a file", ("status", "--data-dir", "good.csv"), "DATA_DIR"),
    Wrong("store below a file", load("other.csv", store="good.csv/x"), "STORE_WRITE", 3),
    Wrong("no folder for data", load("other.csv", store="blocked"), "STORE_WRITE", 3),
    Wrong("damaged manifest", load("other.csv", store="damaged"), "STORE_UNREADABLE", 3),
    Wrong("status of a damaged one", ("status", "--data-dir", "damaged"), "STORE_UNREADABLE", 3),
    Wrong("undo of nothing", ("undo", "--data-dir", "nowhere"), "NOTHING_TO_UNDO"),
    Wrong("disk full", load("large.csv"), "STORE_WRITE", 3, {"limits": {"RLIMIT_FSIZE": 40_000}}),
    Wrong("disk full early", load("large.csv"), "STORE_WRITE", 3, {"limits": {"RLIMIT_FSIZE": 1_000}}),
    *(
        Wrong(f"operation {number} fails", load("other.csv"), "STORE_WRITE", 3, {"environ": {"SALES_FAULT": fault}})
        for number, fault in enumerate((f"{errno.errorcode[n]}@{at}" for n, at in ((28, 1), (5, 4), (13, 8))), 1)
    ),
    Wrong("other zone", load("other.csv"), "STORE_SETTINGS", 2, {"environ": {"SALES_TIMEZONE": "UTC"}}),
    Wrong("other currency", load("other.csv"), "STORE_SETTINGS", 2, {"environ": {"SALES_CURRENCY": "USD"}}),
    Wrong("unknown zone", load("other.csv"), "SETTINGS", 2, {"environ": {"SALES_TIMEZONE": "Mars/Olympus"}}),
    Wrong("unknown currency", ("status",), "SETTINGS", 2, {"environ": {"SALES_CURRENCY": "shillings"}}),
)
CASES = (*WORDS, *FILES, *MACHINES)


@pytest.fixture(scope="module")
def desk(terminal: Terminal) -> Terminal:
    """A folder with files, good and bad, and a store with one load."""
    texts = {"good.csv": GOOD, "other.csv": OTHER, "large.csv": LARGE, "empty.csv": "", **MAPPINGS}
    texts |= {
        "header.csv": GOOD.splitlines()[0] + "\n",
        "hopeless.csv": GOOD.replace("100.00", "").replace("50.00", ""),
    }
    texts |= {"headers.csv": "a,b\n1,x\n2,y\n3,z\n", "picture.csv": "\x89PNG\r\n\x1a\n"}
    for name, text in texts.items():
        (terminal.folder / name).write_bytes(text.encode("latin-1"))
    said = terminal.type(*load("good.csv"))
    assert said.code == 0, said
    (terminal.folder / "blocked").mkdir()
    (terminal.folder / "blocked" / "data").touch()
    (terminal.folder / "damaged" / "manifests").mkdir(parents=True)
    name = next((terminal.folder / "store" / "manifests").iterdir()).name
    (terminal.folder / "damaged" / "manifests" / name).write_text("{")
    return terminal


def is_plain(said: Said) -> bool:
    text = said.out + said.errors
    return "Traceback" not in text and "UNEXPECTED" not in text


@pytest.mark.parametrize("wrong", [pytest.param(case, id=case.name) for case in CASES])
def test_wrong_ways(desk: Terminal, wrong: Wrong) -> None:
    before = desk.snapshot("store")
    said = desk.type(*wrong.words, **wrong.machine)
    assert (said.code, said.refusals) == (wrong.exit_code, [wrong.refusal]), said
    assert is_plain(said)
    assert said.out == ""
    assert desk.snapshot("store") == before


@pytest.mark.parametrize("wrong", [pytest.param(case, id=case.name) for case in FILES[:6]])
def test_a_machine_reads_the_same_refusal(desk: Terminal, wrong: Wrong) -> None:
    said = desk.type(*wrong.words, "--json")
    error = said.document["error"]
    assert (said.document["exitCode"], said.code, error["code"]) == (wrong.exit_code, wrong.exit_code, wrong.refusal)
    assert error["message"]
    assert error["hint"]


def test_no_word_at_all_gives_help(desk: Terminal) -> None:
    said = desk.type()
    assert (said.code, "Usage: python -m ingestion" in said.errors) == (2, True)
    assert [desk.type(name, "--help").code for name in ("load", "check", "seed", "status", "verify", "undo")] == [0] * 6


def test_a_second_loader_is_told_of_the_first(desk: Terminal) -> None:
    with hold_lock(desk.folder / "store" / "loader.lock", "a load of march.csv"):
        said = desk.type(*load("other.csv"))
    assert (said.code, said.refusals) == (2, ["LOADER_BUSY"])
    assert "march.csv" in said.errors


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.csv")
    path.write_text(GOOD)
    with pytest.raises(FileRefused, match=r"FILE_NAME: The name caf\\xe9\.csv is not valid text"):
        load_file(make_store(tmp_path / "store"), Request(path), NOW, Watch())


def test_several_files_each_have_their_verdict(desk: Terminal) -> None:
    said = desk.type(*load("good.csv", "missing.csv", "empty.csv", "--json"))
    outcomes = [(file["outcome"], file["exitCode"]) for file in said.document["files"]]
    assert outcomes == [("already loaded", 0), ("refused", 2), ("refused", 2)]
    assert (said.code, said.document["exitCode"]) == (2, 2)


def test_a_report_that_cannot_be_printed_changes_no_exit_code(desk: Terminal) -> None:
    said = desk.type(*load("other.csv", store="unseen"), out="/dev/full")
    assert (said.code, said.refusals, is_plain(said)) == (0, ["OUTPUT"], True)
    assert desk.type("status", "--data-dir", "unseen", "--json").document["lines"] == 2


def test_exit_codes_of_good_ways(desk: Terminal) -> None:
    """0 whatever is whole, 1 whatever set a line aside, and a file loaded twice changes nothing."""
    (desk.folder / "one-bad.csv").write_text(GOOD + "2024-01-07 10:00:00,Thika,Salt,x,1\n")
    said = [
        desk.type("check", "one-bad.csv", "--data-dir", "fresh"),
        desk.type(*load("one-bad.csv", store="fresh")),
        desk.type(*load("one-bad.csv", store="fresh")),
        desk.type("verify", "--data-dir", "fresh"),
        desk.type("undo", "--data-dir", "fresh"),
        desk.type("status", "--data-dir", "fresh"),
    ]
    assert [one.code for one in said] == [1, 1, 0, 0, 0, 0]
    assert all(is_plain(one) and not one.refusals for one in said)
    assert "nothing changed" in said[2].out
