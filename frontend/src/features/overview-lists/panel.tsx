/** A short ranking by the page's measure, with the way to all of it. */
import { Box, Link as MuiLink } from "@mui/material";
import { Link } from "wouter";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { useShell } from "../../api/shell";
import type { Meta } from "../../api/unwrap";
import { useSlotColours } from "../../charts/use-slots";
import { useLink } from "../../state/view-context";
import { UnitSaid } from "../../ui/answer-context";
import { BarList, type BarRow } from "../../ui/bar-list";
import { Member } from "../../ui/member";
import { Tile } from "../../ui/tile";
import { listRows, measureOf, subtitleOf, type ListPlace, type ListRow, type Row } from "./data";

interface ListProps {
  readonly place: ListPlace;
  readonly asked: Asked<Row[]>;
  readonly question: Question;
  /** Member of the report's sort enum. */
  readonly sort: string;
  readonly height: number;
}

export function OverviewList({ place, asked, question, sort, height }: ListProps) {
  const link = useLink();
  const total = asked.answer?.meta.page?.totalCount ?? null;
  return (
    <Tile
      title={place.title}
      subtitle={subtitleOf(sort, asked.answer?.meta.currency)}
      asked={asked}
      height={height}
      question={question}
      footer={
        <Box sx={{ fontSize: 12.5, textAlign: "right", height: 24, mb: -0.5 }}>
          {total !== null && total > 0 && (
            <MuiLink
              component={Link}
              href={link(place.path)}
              underline="hover"
              sx={{ display: "inline-block", lineHeight: "24px" }}
            >
              All {total} →
            </MuiLink>
          )}
        </Box>
      }
    >
      {(rows, meta) => (
        <UnitSaid>
          <Ranking rows={rows} meta={meta} place={place} sort={sort} />
        </UnitSaid>
      )}
    </Tile>
  );
}

interface RankingProps {
  readonly rows: readonly Row[];
  readonly meta: Meta;
  readonly place: ListPlace;
  readonly sort: string;
}

function Ranking({ rows, meta, place, sort }: RankingProps) {
  const { field, kind, label, measure } = measureOf(sort);
  const shell = useShell();
  const branchColour = useSlotColours("branch");
  const lineColour = useSlotColours("productLine");
  const { dimension } = place;
  const colour = dimension === "branch" ? branchColour : dimension === "productLine" ? lineColour : null;
  return (
    <BarList
      label={`${place.title} by ${label}`}
      kind={kind}
      direction={shell?.measures.get(measure)?.direction}
      rows={listRows(rows, dimension, field, meta.nulls).map((row) => barRow(row, place, colour))}
    />
  );
}

type ColourOf = (name: string | null) => string;

function barRow(row: ListRow, { dimension }: ListPlace, colour: ColourOf | null): BarRow {
  const { member, value, reason, growth, growthReason, rankChange } = row;
  return {
    key: member ?? "",
    name: <Member dimension={dimension} name={member} color={colour?.(member)} />,
    value,
    reason,
    change: growth,
    changeReason: growthReason,
    mark: member === null ? undefined : { dimension, name: member, value },
    note: rankChange === null ? undefined : <RankChange by={rankChange} />,
  };
}

function RankChange({ by }: { readonly by: number }) {
  const words = by === 0 ? "same place" : `${Math.abs(by)} ${by > 0 ? "up" : "down"}`;
  const text = by === 0 ? "=" : `${by > 0 ? "▲" : "▼"}${Math.abs(by)}`;
  return (
    <Box
      component="span"
      role="img"
      aria-label={words}
      title={words}
      sx={{
        width: 26,
        flex: "none",
        fontSize: 11,
        color: by < 0 ? "warning.main" : by > 0 ? "primary.main" : "text.secondary",
      }}
    >
      {text}
    </Box>
  );
}
