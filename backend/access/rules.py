"""Row rules as people and tokens write them, read into a policy: `all`, or members by dimension.

Comes in: plain values (`{"branch": ["Thika"]}`, `{"region": {"notIn": ["Coast"]}}`) and the dimensions there are. Goes
out: a `RowPolicy`; raises RulesInvalid, because rules that cannot be read must not be taken for no rules.
"""

from __future__ import annotations

from collections.abc import Mapping

from backend.access.policy import EVERYTHING, RowPolicy
from backend.question import Filter
from druid.catalog.model import Catalog, camel

ALL = "all"
MOST_MEMBERS = 10_000


class RulesInvalid(ValueError):
    """The rules cannot be read; the message is a plain sentence."""


def policy_of(rules: object, catalog: Catalog) -> RowPolicy:
    """The policy that rules state; there is no way to write no rules but `all`."""
    if rules == ALL:
        return EVERYTHING
    if not isinstance(rules, Mapping) or not rules:
        raise RulesInvalid(f"Rows are either {ALL!r} or members by dimension.")
    known = {name: one.name for one in catalog.dimensions for name in (one.name, camel(one.name))}
    return RowPolicy(tuple(_filter(known, name, body) for name, body in rules.items()))


def _filter(known: Mapping[str, str], name: object, body: object) -> Filter:
    if not isinstance(name, str) or name not in known:
        raise RulesInvalid("Rows are chosen by something that is not a dimension.")
    stated = body if isinstance(body, Mapping) else {"in": body}
    if not stated or not stated.keys() <= {"in", "notIn"}:
        raise RulesInvalid(f"The rule on {name} is neither a list of members nor in and notIn.")
    members = _members(stated["in"], name) if "in" in stated else None
    return Filter(known[name], members, _members(stated.get("notIn", []), name))


def _members(value: object, name: str) -> tuple[str | None, ...]:
    if not isinstance(value, list) or len(value) > MOST_MEMBERS:
        raise RulesInvalid(f"The members of {name} are not a list.")
    if not all(member is None or isinstance(member, str) for member in value):
        raise RulesInvalid(f"A member of {name} is not a text.")
    return tuple(value)


def written(policy: RowPolicy) -> object:
    """Rules that read back to the policy.

    >>> written(RowPolicy((Filter("product_line", ("Oil",)),)))
    {'productLine': {'in': ['Oil']}}
    """
    if not policy.is_limited:
        return ALL
    rules: dict[str, dict[str, list[str | None]]] = {}
    for one in policy.filters:
        if camel(one.dimension) in rules or one.contains is not None or one.is_null is not None:
            raise RulesInvalid(f"The rule on {camel(one.dimension)} cannot be written.")
        included = {} if one.members is None else {"in": list(one.members)}
        excluded = {"notIn": list(one.excluded)} if one.excluded else {}
        rules[camel(one.dimension)] = {**included, **excluded}
    return rules
