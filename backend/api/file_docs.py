"""What the REST description says of files: how to ask for one, what comes back, and the printed overview.

In: nothing but the forms there are. Out: plain pieces of an OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.exports.forms import FORMS, JSON_NAME, NAMES

Schema = dict[str, Any]
HEADERS = {
    "X-Complete": ("boolean", "whether the file holds all rows there are"),
    "X-Row-Count": ("integer", "rows of the file"),
    "X-Data-Version": ("string", "version of the data they come from"),
    "Content-Disposition": ("string", "a name for the file: the report and its days"),
}
PARAMETERS: tuple[Schema, ...] = (
    {
        "name": "format",
        "in": "query",
        "description": "Form of the answer, else as `Accept` says. A file holds every row unless a limit is given.",
        "schema": {"type": "string", "enum": list(NAMES), "default": JSON_NAME},
    },
    {
        "name": "bom",
        "in": "query",
        "description": "Begin a CSV file with a byte order mark, for Excel.",
        "schema": {"type": "boolean", "default": False},
    },
)


def file_contents() -> Schema:
    """The media types of files beside JSON."""
    return {
        form.media_type: {"schema": {"type": "string", "contentMediaType": form.media_type}} for form in FORMS.values()
    }


def file_headers() -> Schema:
    return {
        name: {"description": f"of files: {told}", "schema": {"type": kind}} for name, (kind, told) in HEADERS.items()
    }


def printed_path(parameters: Sequence[Schema]) -> Schema:
    """The overview to print takes what salesOverview takes."""
    html = {"text/html": {"schema": {"type": "string"}}}
    return {
        "get": {
            "operationId": "overviewPage",
            "summary": "The overview as one page, to print on one A4 sheet.",
            "tags": ["Reports"],
            "parameters": list(parameters),
            "responses": {
                "200": {"description": "the page", "content": html},
                "default": {"$ref": "#/components/responses/Failure"},
            },
        }
    }
