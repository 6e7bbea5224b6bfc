"""`python -m backend.access`: make, list and withdraw API keys.

Comes in: who a key is for. Goes out: the key, once; the file of keys (SALES_ACCESS_FILE), which a running server reads
again by itself. Exit code 2 and a plain sentence for what cannot be done.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import click

from backend.access.keys import LONGEST_NAME, Key, KeysInvalid, new_key, read_keys, write_keys
from backend.access.principal import GIVEN, Principal, Role
from backend.access.rules import ALL, RulesInvalid, policy_of, written
from backend.settings import Settings, SettingsInvalid, load
from druid.catalog.sales import SALES


class Unusable(click.ClickException):
    """The file or the rules cannot be used."""

    exit_code = 2


def _opened() -> tuple[Settings, dict[str, Key]]:
    try:
        settings = load()
        return settings, read_keys(settings.access_file, SALES)
    except (SettingsInvalid, KeysInvalid) as error:
        raise Unusable(str(error)) from error


@click.group(help="API keys. The file is SALES_ACCESS_FILE; a running server sees each change at once.")
def main() -> None:
    """The three commands share nothing but the file."""


@main.command(help="Make a key and show it, this once.")
@click.option("--name", required=True, help="Whom the key is for; written to the audit log.")
@click.option("--role", required=True, type=click.Choice([role.word for role in GIVEN]), help="What they may do.")
@click.option("--rows", required=True, multiple=True, help="`all`, or DIMENSION=MEMBER; several of one add up.")
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), help="The last day, in UTC, on which the key opens.")
def add(name: str, role: str, rows: tuple[str, ...], expires: datetime | None) -> None:
    settings, keys = _opened()
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Unusable(f"A name has 1 to {LONGEST_NAME} printable letters.")
    try:
        policy = policy_of(_rules(rows), SALES)
    except RulesInvalid as error:
        raise Unusable(str(error)) from error
    last: date | None = None if expires is None else expires.date()
    token, key = new_key(Principal(name, Role[role.upper()], policy), last)
    write_keys(settings.access_file, (*keys.values(), key))
    click.echo(token)
    click.echo(f"Key {key.id} for {name} is kept in {settings.access_file}. It is not shown again.", err=True)


def _rules(rows: tuple[str, ...]) -> object:
    if rows == (ALL,):
        return ALL
    rules: dict[str, list[str]] = {}
    for row in rows:
        dimension, is_rule, member = row.partition("=")
        if not is_rule:
            raise Unusable("--rows is `all`, or DIMENSION=MEMBER such as branch=Thika.")
        rules.setdefault(dimension, []).append(member)
    return rules


@main.command(name="list", help="The keys, without their secrets.")
def list_keys() -> None:
    _, keys = _opened()
    today = datetime.now(UTC)
    for key in keys.values():
        until = "for ever" if key.expires is None else f"until {key.expires}"
        state = until if key.is_open(today) else f"{until}, expired"
        principal = key.principal
        click.echo(f"{key.id}  {principal.role.word}  {principal.subject}  rows: {written(principal.policy)}  {state}")


@main.command(help="Withdraw a key by its id, the part between the underscores.")
@click.argument("key_id")
def withdraw(key_id: str) -> None:
    settings, keys = _opened()
    if key_id not in keys:
        raise Unusable("There is no such key. `python -m backend.access list` shows them.")
    gone = keys.pop(key_id)
    write_keys(settings.access_file, keys.values())
    click.echo(f"Withdrawn: {gone.principal.subject}. It opens nothing any more.")


if __name__ == "__main__":
    main()
