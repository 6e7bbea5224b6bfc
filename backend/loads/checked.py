"""What a check found, as the API tells it: the loader's document in our words, with every column a file may carry.

In: the loader's answer, the upload, the catalog. Out: a plain document; a refusal has the proposal beside its error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from backend.loads.history import replaced_day
from backend.loads.uploads import KEPT_SECONDS, Upload
from backend.reports.rows import money
from druid.catalog.model import Catalog, camel


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the loader would not take a file. `document` is what it could still read of it."""

    code: str
    message: str
    hint: str
    document: dict[str, Any]

    @property
    def is_readable(self) -> bool:
        """Whether another mapping could help."""
        return bool(self.document["columns"])


def checked_document(found: Mapping[str, Any], upload: Upload, catalog: Catalog) -> dict[str, Any]:
    """The findings of a check that came to its end."""
    lines = found["lines"]
    return {
        **_common(found, upload, catalog),
        "outcome": "quarantine" if found["exitCode"] else "clean",
        "lines": {camel(part): count for part, count in lines.items()},
        "money": [{"column": camel(c), "in": money(int(Decimal(t).scaleb(4)))} for c, t in found["money"].items()],
        "unparsable": [{"column": camel(column), "count": count} for column, count in found["unparsable"].items()],
        "rules": [
            {
                "rule": rule,
                "count": count,
                "hint": found["hints"][rule],
                "examples": [
                    {"line": e["line"], "column": e["column"], "value": e["value"]}
                    for e in found["examples"]
                    if e["rule"] == rule
                ],
            }
            for rule, count in sorted(found["rules"].items(), key=lambda pair: -pair[1])
        ],
        "notices": found["notices"],
        "warnings": [{"code": code, "count": count} for code, count in found["warnings"].items()],
        "evidence": found["evidence"],
        "questions": found["questions"],
        "mapping": found["mapping"],
        "mode": found["mode"],
        "days": found["days"],
        "branches": found["branches"],
        "replaced": [replaced_day(day) for day in found["replaced"]],
        "replacedCount": found["replacedCount"],
    }


def refusal(found: Mapping[str, Any], upload: Upload, catalog: Catalog) -> Refusal:
    """A file that would not be loaded, with the columns and the mapping to start from where there are any."""
    error = found["error"]
    details = error.get("details") or {}
    document = {
        **_common(found, upload, catalog),
        "outcome": "refused",
        "line": error.get("line"),
        "mapping": details.get("proposal"),
    }
    return Refusal(error["code"], error["message"], error["hint"], document)


def _common(found: Mapping[str, Any], upload: Upload, catalog: Catalog) -> dict[str, Any]:
    origins = {field["column"]: field for field in found.get("fields", ())}
    nothing = dict.fromkeys(("header", "expression", "constant"))
    return {
        "upload": {
            "id": upload.id,
            "name": upload.name,
            "size": upload.size,
            "sha256": upload.sha256,
            "keptSeconds": KEPT_SECONDS,
        },
        "fields": [
            {
                "column": column.name,
                "kind": column.kind.value,
                "required": column.required,
                "definition": column.definition,
                **{name: origins.get(column.name, nothing)[name] for name in nothing},
            }
            for column in catalog.columns
            if column.headers
        ],
        "columns": found.get("columns", []),
        "ignored": found.get("ignored", []),
    }
