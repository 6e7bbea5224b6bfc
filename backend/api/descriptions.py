"""The committed descriptions of both doors: `python -m backend.api.descriptions` writes them, a test keeps them true.

Comes in: a catalog. Goes out: backend/schema.graphql (SDL) and backend/openapi.json, by file name.
"""

from __future__ import annotations

from pathlib import Path

import orjson

from backend.api.graphql_schema import build_schema, sdl
from backend.api.openapi import openapi_document
from backend.api.parameters import names_of
from backend.reports.registry import reports
from druid.catalog.model import Catalog
from druid.catalog.sales import SALES

FOLDER = Path(__file__).parents[1]


def descriptions(catalog: Catalog) -> dict[str, bytes]:
    specs, names = reports(catalog), names_of(catalog)
    document = orjson.dumps(openapi_document(specs, names), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    return {"schema.graphql": sdl(build_schema(specs, names)).encode(), "openapi.json": document}


def write(folder: Path = FOLDER) -> None:
    for name, text in descriptions(SALES).items():
        (folder / name).write_bytes(text)


if __name__ == "__main__":
    write()
