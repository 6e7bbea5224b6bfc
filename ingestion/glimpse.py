"""The columns of a file with some of their cells, for a person who maps them.

In: a request. Out: plain dictionaries, none when the file cannot be read that far; they say how a file looks, and
decide nothing.
"""

from __future__ import annotations

from ingestion.errors import IngestionError
from ingestion.mapping.binding import own_columns
from ingestion.mapping.document import load_mapping
from ingestion.opening import open_file
from ingestion.read.source import Source
from ingestion.run import Request
from ingestion.sink.store import Store

SAMPLES = 5
_LOOKED_AT = 1_000
_LONGEST = 80


def columns_of(source: Source) -> tuple[dict[str, object], ...]:
    """Each column of the first lines: its name, the first different cells, how many of the lines have one."""
    first = next(iter(source.chunks()), None)
    if first is None:
        return ()
    frame = first.frame.head(_LOOKED_AT)
    return tuple(
        {
            "name": column,
            "samples": [cell[:_LONGEST] for cell in cells.unique(maintain_order=True).head(SAMPLES).to_list()],
            "filled": len(cells),
            "of": frame.height,
        }
        for column in own_columns(source)
        for cells in (frame[column].drop_nulls(),)
    )


def glimpse(store: Store, request: Request) -> tuple[dict[str, object], ...]:
    """The columns of a file that is refused, read as its mapping says where that can be used."""
    for mapping in dict.fromkeys((request.mapping, None)):
        try:
            document = load_mapping(mapping, store.catalog) if mapping else None
            return columns_of(open_file(request.path, document.dialect if document else None))
        except IngestionError:
            continue
    return ()
