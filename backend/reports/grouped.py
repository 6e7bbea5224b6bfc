"""Lists by a dimension of the caller's choice, and the one of margins.

In: `groupBy` and the arguments of every list. Out: rows with the member under `member` and under its dimension's
name; the names of the other dimensions are null.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import polars as pl

from backend.errors import InvalidParameter
from backend.reports.arguments import LISTED
from backend.reports.ranked import Ranking, rank, row_fields, sort_names
from backend.reports.rows import Column
from backend.reports.session import Session
from backend.reports.sheet import Sheet
from backend.reports.spec import Arguments, Field, FieldType, Null, Outcome, ReportSpec
from druid.catalog.model import Catalog, camel

GROUP_BY = ("product", "product_line", "item_group", "branch", "salesperson", "customer", "account")
"""Dimensions of the GroupBy enum."""

Answer = Callable[[Session, Arguments], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class Grouped:
    """A report that ranks the members of any dimension; `default` is grouped by when the caller names none."""

    name: str
    description: str
    ranking: Ranking
    default: str | None = None

    async def answer(self, session: Session, arguments: Arguments) -> Outcome:
        group_by = arguments.group_by or self.default
        if group_by is None:
            raise InvalidParameter(f"{self.name} needs groupBy.", "For example groupBy=PRODUCT_LINE.", field="groupBy")
        ranking = replace(self.ranking, dimension=group_by, member_as="member")
        outcome = await rank(session, arguments, ranking)
        rows = [{**row, **_member_keys(row["member"], group_by)} for row in outcome.data]
        absent = (Null(camel(name), "NOT_GROUPED") for name in GROUP_BY if name != group_by)
        sheet = None if outcome.sheet is None else _with_members(outcome.sheet, group_by)
        return replace(outcome, data=rows, sheet=sheet, nulls=(*outcome.nulls, *absent))

    def spec(self, catalog: Catalog, answer: Answer | None = None) -> ReportSpec:
        """The report at both doors; `answer` stands in for this one's own."""
        _, *measures = row_fields(self.ranking, catalog)
        members = tuple(Field(camel(name), FieldType.TEXT, "the member, when grouped by it") for name in GROUP_BY)
        member = Field("member", FieldType.TEXT, "member of the dimension grouped by")
        row = self.name[0].upper() + self.name[1:] + "Row"
        return ReportSpec(
            self.name,
            self.description,
            Field(self.name, FieldType.LIST, fields=(member, *members, *measures), type_name=row),
            (*LISTED, "groupBy"),
            answer or self.answer,
            sort_fields=sort_names(replace(self.ranking, member_as="member"), catalog),
            limit=self.ranking.limit,
            required=() if self.default else ("groupBy",),
        )


def _member_keys(member: str | None, group_by: str) -> dict[str, str | None]:
    return {camel(name): member if name == group_by else None for name in GROUP_BY}


def _with_members(sheet: Sheet, group_by: str) -> Sheet:
    """The same keys as columns."""
    names = {name: f"_{name}" for name in GROUP_BY}
    member = pl.col(sheet.columns[0].source)
    keys = (member if name == group_by else pl.lit(None, pl.String) for name in GROUP_BY)
    frame = sheet.frame.with_columns(key.alias(names[name]) for name, key in zip(GROUP_BY, keys, strict=True))
    columns = tuple(Column(names[name], camel(name), FieldType.TEXT) for name in GROUP_BY)
    return replace(sheet, frame=frame, columns=(*sheet.columns, *columns))


MARGINS = Grouped(
    "marginAnalysis",
    "Profit and margin by any dimension.",
    Ranking("branch", sort="profit", limit=50, subject="gross_profit"),
)


def grouped_reports(catalog: Catalog) -> tuple[ReportSpec, ...]:
    return (MARGINS.spec(catalog),)
