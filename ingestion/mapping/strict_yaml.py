"""YAML as a mapping file may use it: every scalar is text as written, every key is unique, errors name the line.

In: the file's text. Out: nested dicts, lists and strings. Reading scalars as text keeps a branch `NO`, an item
`00123` and a rate `0.16` what they are.
"""

from __future__ import annotations

from collections.abc import Hashable

import yaml

from ingestion.errors import MappingError

MAX_LENGTH = 1_000_000

Value = str | list["Value"] | dict[str, "Value"]


def read_yaml(text: str) -> dict[str, Value]:
    """The top-level dict of a mapping file."""
    if len(text) > MAX_LENGTH:
        raise unreadable("it is longer than a million characters")
    try:
        loader = _TextLoader(text)
        try:
            data: object = loader.get_single_data()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise unreadable(_reason(error)) from error
    except RecursionError as error:
        raise unreadable("it is nested too deep") from error
    if not isinstance(data, dict):
        raise unreadable("it holds no `key: value` lines")
    return data


def unreadable(reason: str) -> MappingError:
    return MappingError("MAPPING_UNREADABLE", f"The mapping cannot be read: {reason}.", "See docs/mappings.md.")


class _TextLoader(yaml.BaseLoader):
    """PyYAML's loader that types nothing, without anchors and with repeated keys refused."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise unreadable("it uses a YAML alias (*name)")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            place = f"line {key.start_mark.line + 1}"
            if not isinstance(key, yaml.ScalarNode):
                raise unreadable(f"{place} has a key that is not a word")
            if key.value in seen:
                raise MappingError(
                    "REPEATED_KEY", f"{place.capitalize()} names {key.value!r} a second time.", "Keep one of them."
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def _reason(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it is not YAML"
    return f"{problem} at line {mark.line + 1}" if mark else str(problem)
