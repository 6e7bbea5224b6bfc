"""API keys: found by their public part, opened by their secret alone, read again when the file changes."""

from __future__ import annotations

import stat
from datetime import UTC, date, datetime
from pathlib import Path

import click
import pytest
import structlog
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from backend.access.__main__ import main
from backend.access.keys import Key, KeyFile, KeysInvalid, new_key, read_keys, write_keys
from backend.access.policy import EVERYTHING, RowPolicy
from backend.access.principal import Principal, Role
from backend.access.rules import RulesInvalid, policy_of, written
from backend.question import Filter
from druid.catalog.sales import SALES

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WHO = Principal("Thika", Role.VIEWER, RowPolicy((Filter("branch", ("Thika", "Ruiru")),)))
rules = st.dictionaries(
    st.sampled_from(("branch", "region", "product_line")),
    st.tuples(
        st.one_of(st.none(), st.lists(st.one_of(st.none(), st.text(max_size=6)), max_size=3)),
        st.lists(st.text(max_size=6), max_size=2),
    ).filter(lambda one: one[0] is not None or one[1]),
    max_size=3,
)


def file_of(folder: Path, *keys: Key) -> Path:
    path = folder / "access.yaml"
    write_keys(path, keys)
    return path


def test_only_the_whole_token_opens(tmp_path: Path) -> None:
    token, key = new_key(WHO)
    other, second = new_key(Principal("other", Role.ADMIN))
    keys = KeyFile(file_of(tmp_path, key, second), SALES)
    assert keys.find(token, NOW) == key
    assert keys.find(other, NOW) == second
    swapped = f"sk_{key.id}_{other.rpartition(second.id)[2].removeprefix('_')}"
    for wrong in (
        "",
        "sk_",
        f"sk_{key.id}",
        f"sk_{key.id}_",
        token[:-1],
        f"{token}x",
        token.upper(),
        swapped,
        key.digest,
    ):
        assert keys.find(wrong, NOW) is None


def test_a_secret_has_256_bits_and_stands_in_no_file(tmp_path: Path) -> None:
    tokens = [new_key(WHO) for _ in range(50)]
    path = file_of(tmp_path, *(key for _, key in tokens))
    text = path.read_text()
    for token, key in tokens:
        secret = token.removeprefix(f"sk_{key.id}_")
        assert len(secret) * 6 >= 256
        assert secret not in text
        assert secret not in repr(key)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len({token for token, _ in tokens}) == 50


def test_a_file_reads_back_as_it_was_written(tmp_path: Path) -> None:
    keys = [new_key(WHO, date(2027, 1, 1))[1], new_key(Principal("Ömer", Role.ADMIN, EVERYTHING))[1]]
    assert list(read_keys(file_of(tmp_path, *keys), SALES).values()) == keys


@given(rules)
def test_rules_read_back_as_they_were_written(stated: dict[str, tuple[list[str | None] | None, list[str]]]) -> None:
    filters = [Filter(name, None if one is None else tuple(one), tuple(two)) for name, (one, two) in stated.items()]
    policy = RowPolicy(tuple(filters))
    assert policy_of(written(policy), SALES) == policy


@pytest.mark.parametrize(
    "bad", [None, {}, [], "everything", "", True, {"brnach": ["x"]}, {"branch": "x"}, {"branch": {}},
            {"branch": {"contains": "x"}}, {"branch": [1]}, {"branch": None}, {"branch": {"in": None}}, {1: ["x"]}]
)  # fmt: skip
def test_rules_that_cannot_be_read_are_no_rules_at_all(bad: object) -> None:
    with pytest.raises(RulesInvalid):
        policy_of(bad, SALES)


def test_a_key_ends_with_its_last_day(tmp_path: Path) -> None:
    token, key = new_key(WHO, date(2026, 3, 1))
    keys = KeyFile(file_of(tmp_path, key), SALES)
    assert keys.find(token, datetime(2026, 3, 1, 23, 59, tzinfo=UTC)) == key
    assert keys.find(token, datetime(2026, 3, 2, tzinfo=UTC)) is None


def test_a_change_of_the_file_counts_at_once(tmp_path: Path) -> None:
    token, key = new_key(WHO)
    path = file_of(tmp_path, key)
    keys = KeyFile(path, SALES)
    assert keys.find(token, NOW)
    write_keys(path, [])
    assert keys.find(token, NOW) is None
    write_keys(path, [key])
    assert keys.find(token, NOW)
    path.unlink()
    assert keys.find(token, NOW) is None


@pytest.mark.parametrize(
    "damage", ["keys: [", "[]", "keys: {}", "keys: [{}]", "keys: [1]", "keys:\n- {id: a, name: b, role: stranger}"]
)
def test_a_file_that_cannot_be_read_opens_nothing(tmp_path: Path, damage: str) -> None:
    token, key = new_key(WHO)
    path = file_of(tmp_path, key)
    keys = KeyFile(path, SALES)
    assert keys.find(token, NOW)
    path.write_text(damage)
    assert keys.find(token, NOW) is None
    with pytest.raises(KeysInvalid):
        read_keys(path, SALES)


def test_a_key_without_rows_is_not_a_key_to_all_rows(tmp_path: Path) -> None:
    path = file_of(tmp_path, new_key(WHO)[1])
    entry = yaml.safe_load(path.read_text())["keys"][0]
    for field in ("rows", "role", "sha256", "id", "name"):
        path.write_text(yaml.safe_dump({"keys": [{name: value for name, value in entry.items() if name != field}]}))
        with pytest.raises(KeysInvalid):
            read_keys(path, SALES)


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = file_of(tmp_path, new_key(WHO)[1])
    path.chmod(0o640)
    with pytest.raises(KeysInvalid, match="chmod 600"):
        read_keys(path, SALES)


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    environment = {"SALES_ACCESS_FILE": str(folder / "keys.yaml")}
    told = CliRunner().invoke(main, words, env=environment)
    return told.exit_code, told.stdout, told.stderr


def test_keys_are_made_listed_and_withdrawn(tmp_path: Path) -> None:
    rows = ("--rows", "branch=Thika", "--rows", "branch=Ruiru", "--rows", "productLine=Oil")
    code, token, said = run(tmp_path, "add", "--name", "Thika", "--role", "viewer", *rows)
    assert code == 0, said
    found = KeyFile(tmp_path / "keys.yaml", SALES).find(token.strip(), NOW)
    assert found is not None
    assert found.principal.role is Role.VIEWER
    assert found.principal.policy == policy_of({"branch": ["Ruiru", "Thika"], "product_line": ["Oil"]}, SALES)
    _, listed, _ = run(tmp_path, "list")
    assert found.id in listed
    assert token.strip().rpartition("_")[2] not in listed + said
    assert run(tmp_path, "withdraw", found.id)[0] == 0
    assert run(tmp_path, "list")[1] == ""
    assert run(tmp_path, "withdraw", found.id)[0] == 2


@pytest.mark.parametrize(
    "rows", [(), ("--rows", "Thika"), ("--rows", "brnach=Thika"), ("--rows", "all", "--rows", "a=b")]
)
def test_a_key_is_not_made_from_rows_that_say_nothing(tmp_path: Path, rows: tuple[str, ...]) -> None:
    code, token, said = run(tmp_path, "add", "--name", "x", "--role", "viewer", *rows)
    assert (code, token) == (2, "")
    assert said


def test_lines_of_the_log_are_not_in_what_a_command_prints() -> None:
    @click.command()
    def busy() -> None:
        structlog.get_logger("other").warning("another.thread")
        click.echo("sk_1_2")

    assert CliRunner().invoke(busy).output == "sk_1_2\n"
