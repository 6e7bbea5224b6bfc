"""From a file and perhaps a mapping to the `Recipe` that reads it: nothing is guessed after this.

In: an opened source, a mapping document or None, the catalog, the business zone and today. Out: a `Resolution`, or
`FileRefused` / `MappingError` with the candidates. The way: glance at the first lines, take or propose the columns,
bind them to the file, survey the whole file for what is still open, choose, write the recipe.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from druid.catalog.model import Catalog
from ingestion.mapping.binding import bind, extra_notices, free_columns
from ingestion.mapping.contest import Verdict, favourites, pairs_of, refuse_open, settle
from ingestion.mapping.document import MappingDocument
from ingestion.mapping.evidence import Asked, Evidence, gather, look
from ingestion.mapping.formats import Formats, choose_formats, dates_asked, numbers_asked
from ingestion.mapping.headers import Draft, Question, missing, propose
from ingestion.mapping.plan import Plan
from ingestion.mapping.proposal import render_mapping
from ingestion.mapping.recipes import write_recipe
from ingestion.read.source import Chunk, Notice, Source
from ingestion.recipe import Recipe

PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Resolution:
    """A whole recipe, and what a person may want to know about how it came to be.

    `lines` counts the file's records when the file had to be surveyed, else it is 0. `mapping` is the recipe as the
    text of a mapping file.
    """

    recipe: Recipe
    mapping: str
    evidence: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    questions: tuple[Question, ...] = ()
    extras: tuple[str, ...] = ()
    lines: int = 0


def resolve(source: Source, document: MappingDocument | None, catalog: Catalog, zone: str, today: date) -> Resolution:
    """The recipe of a file."""
    document = document or MappingDocument(name=PROPOSED)
    chunks = source.chunks()
    first = None if document.origins else next(chunks, None)
    draft = _draft(source, document, first, catalog)
    origins = (*draft.origins, *favourites(draft.contested, catalog))
    plan = Plan(source, document, catalog, bind(document, origins, source), zone, today)
    evidence = _survey(plan, draft, chain([first] if first else [], chunks))
    formats = choose_formats(plan, evidence)
    verdict = settle(draft.contested, evidence, catalog)
    recipe = write_recipe(plan, formats)
    _refuse_open(draft, verdict, recipe)
    return _resolution(plan, recipe, draft, (evidence, formats, verdict))


def _draft(source: Source, document: MappingDocument, first: Chunk | None, catalog: Catalog) -> Draft:
    if not document.origins:
        free = free_columns(source, document)
        looks = look(first.frame) if first else {}
        return propose(free, looks, catalog)
    mapped = {origin.column for origin in document.origins}
    for column in catalog.columns:
        if column.required and column.name not in mapped:
            raise missing(column, source.columns)
    return Draft(document.origins)


def _survey(plan: Plan, draft: Draft, chunks: Iterator[Chunk]) -> Evidence:
    pairs = pairs_of(draft.contested, plan.catalog)
    asked = Asked(dates=dates_asked(plan), numbers=numbers_asked(plan), pairs=pairs)
    return gather(chunks if asked.is_anything else (), asked)


def _refuse_open(draft: Draft, verdict: Verdict, recipe: Recipe) -> None:
    candidates = {**verdict.open, **draft.choices}
    if candidates:
        raise refuse_open(candidates, render_mapping(recipe, candidates))


def _resolution(plan: Plan, recipe: Recipe, draft: Draft, found: tuple[Evidence, Formats, Verdict]) -> Resolution:
    evidence, formats, verdict = found
    asked = (*draft.questions, *formats.questions)
    questions = tuple(q for q in asked if not (q.key == "gross_includes_tax" and recipe.gross_includes_tax))
    return Resolution(
        recipe,
        render_mapping(recipe, {}),
        formats.evidence,
        (
            *verdict.notices,
            *formats.notices,
            *extra_notices(plan.source, plan.bound.extras),
            *(Notice("OPEN_QUESTION", question.text) for question in questions),
        ),
        questions,
        plan.bound.extras,
        evidence.lines,
    )
