/** The answer to what was built: as a table, a pivot, lines, bars or a matrix; never more than can be read. */
import { Alert, Box, Button } from "@mui/material";
import { useMemo } from "react";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { useChartHeight } from "../../charts/use-letters";
import { count } from "../../format";
import { MOST, type Exploration } from "../../state/exploration";
import { Tile } from "../../ui/tile";
import { Drawn } from "./drawn-panel";
import { gridOf, type Explored, type Grid } from "./data";
import { tintsOf } from "./drawn";
import { ExploreGrid } from "./grid";
import { isGrouped } from "./question";
import { bucketWords, type ResultOf } from "./result-of";
import { twinOf } from "./twin";
import type { Words } from "./words";

const HEIGHT = 420;

interface ExploreResultProps {
  readonly answer: Asked<Explored>;
  readonly question: Question;
  readonly asked: Exploration;
  readonly sort: string | null;
  readonly onSort: (sort: string | null) => void;
  readonly onTop: (top: number) => void;
  readonly words: Words;
  /** Measures that are ratios of sums. */
  readonly ratios: ReadonlySet<string>;
}

export function ExploreResult(props: ExploreResultProps) {
  const { answer, question, asked, words } = props;
  const drawn = useChartHeight(HEIGHT);
  const isChart = asked.shape === "lines" || asked.shape === "bars";
  return (
    <Tile
      title={words.title}
      asked={answer}
      height={isChart ? drawn : HEIGHT}
      question={question}
      isEmpty={(data) => Array.isArray(data.rows) && data.rows.length === 0}
      {...(isChart ? { twin: twinOf(asked, props.ratios) } : {})}
      controls={words.shapes}
    >
      {(data, meta) => <Result {...props} data={data} meta={meta} />}
    </Tile>
  );
}

interface ResultProps extends ExploreResultProps {
  readonly data: Explored;
  readonly meta: Meta;
}

function Result({ data, meta, asked, sort, onSort, onTop, words, ratios }: ResultProps) {
  const grouped = isGrouped(asked);
  const grid = useMemo(() => gridOf(data, meta, { isGrouped: grouped, ratios }), [data, meta, grouped, ratios]);
  const tints = useMemo(() => (asked.shape === "matrix" ? tintsOf(grid) : undefined), [asked.shape, grid]);
  const of = useMemo<ResultOf>(
    () => ({
      asked,
      meta,
      currency: meta.currency,
      isGrouped: grouped,
      columnLabel: words.column,
      sort,
      onSort,
      bucket: (start) => bucketWords(start, asked.column, meta.period?.timezone ?? "UTC"),
    }),
    [asked, meta, grouped, words.column, sort, onSort],
  );
  const size = sizeOf(grid, meta);
  if (size.columns > MOST.shownColumns) return <TooLarge size={size} onTop={onTop} />;
  if (asked.shape === "lines" || asked.shape === "bars") return <Drawn grid={grid} of={of} size={size} />;
  if (size.rows > MOST.shownRows) return <TooLarge size={size} onTop={onTop} />;
  return <ExploreGrid key={words.title} caption={words.title} grid={grid} of={of} tints={tints} />;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
}

function sizeOf({ heads, lines }: Grid, { page }: Meta): Extent {
  const members = new Set(heads.map(({ member }) => member?.key));
  const isPivot = members.size > 1;
  return { rows: page?.totalCount ?? lines.length, columns: isPivot ? members.size - 1 : 0 };
}

interface TooLargeProps {
  readonly size: Extent;
  readonly onTop: (top: number) => void;
}

/** Nothing is cut silently: the reader chooses what is left out, or takes all of it as a file. */
function TooLarge({ size: { rows, columns }, onTop }: TooLargeProps) {
  const isLong = rows > MOST.shownRows;
  return (
    <Alert
      severity="info"
      data-state="too-large"
      action={
        isLong && (
          <Box sx={{ display: "flex", gap: 1, flexWrap: "wrap" }}>
            {[25, 100].map((top) => (
              <Button
                key={top}
                size="small"
                color="inherit"
                variant="outlined"
                onClick={() => {
                  onTop(top);
                }}
              >
                Top {top} and others
              </Button>
            ))}
          </Box>
        )
      }
    >
      {count(rows)} rows{columns > 0 ? ` × ${count(columns)} columns` : ""} are more than can be read here:{" "}
      {MOST.shownRows} rows × {MOST.shownColumns} columns. Ask for a top, a longer grain or fewer members, or take every
      row as a file from the menu of this tile.
    </Alert>
  );
}
