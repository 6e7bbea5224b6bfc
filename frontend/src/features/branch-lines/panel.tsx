/** What each branch sells of each line: a number in every cell, margins of the API, parts of a row on demand. */
import { Box } from "@mui/material";
import { useMemo, useState } from "react";
import type { BranchLinesFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { METRICS, unitOf, type MetricLook } from "../../state/metric";
import { useView } from "../../state/view-context";
import { withKeys } from "../../state/extra";
import { MarkMenu, type Mark } from "../../ui/mark-menu";
import { UnitSaid } from "../../ui/answer-context";
import { MatrixTable, type MatrixCell } from "../../ui/matrix-table";
import { Member } from "../../ui/member";
import { Switch } from "../../ui/switch";
import { Tile } from "../../ui/tile";
import { CELLS, gridOf, NOTHING, NOWHERE, OF, shareOfRow, type Grid } from "./data";

type Rows = NonNullable<BranchLinesFragment["branchProductHeatmap"]["data"]>;

const HEIGHT = 380;

interface BranchLinesProps {
  readonly asked: Asked<Rows>;
  readonly question: Question;
  readonly look: MetricLook;
  /** Whether cells show parts of their row. */
  readonly isShare: boolean;
}

export function BranchLines({ asked, question, look, isShare }: BranchLinesProps) {
  const { view, show } = useView();
  const change = (keys: Readonly<Record<string, readonly string[]>>) => {
    show({ extra: withKeys(view, keys) }, "replace");
  };
  return (
    <Tile
      title={`${look.label} by branch and product line`}
      unit={isShare ? "% of the branch" : unitOf(look)}
      asked={asked}
      height={HEIGHT}
      question={question}
      controls={
        <Box sx={{ display: "flex", gap: 1, flexWrap: "wrap", justifyContent: "flex-end" }}>
          <Switch
            label="Measure of the cells"
            value={look.metric}
            options={METRICS.map(({ metric, label }) => [metric, label] as const)}
            onChange={(metric) => {
              change({ [CELLS]: metric === "REVENUE" ? [] : [metric.toLowerCase()], [OF]: [] });
            }}
          />
          {look.isSum && (
            <Switch
              label="Cells show"
              value={isShare ? "row" : "value"}
              options={[
                ["value", "Values"],
                ["row", "Share of row"],
              ]}
              onChange={(name) => {
                change({ [OF]: name === "row" ? ["row"] : [] });
              }}
            />
          )}
        </Box>
      }
    >
      {(rows, meta) => <Matrix rows={rows} extra={meta.extra} look={look} isShare={isShare} />}
    </Tile>
  );
}

interface MatrixProps {
  readonly rows: Rows;
  readonly extra: unknown;
  readonly look: MetricLook;
  readonly isShare: boolean;
}

function Matrix({ rows, extra, look, isShare }: MatrixProps) {
  const [opened, setOpened] = useState<{ readonly mark: Mark; readonly anchor: Element } | null>(null);
  const grid = useMemo(() => gridOf(rows, extra), [rows, extra]);
  const cells = useMemo(() => cellsOf(grid, isShare), [grid, isShare]);
  return (
    <>
      <UnitSaid>
        <MatrixTable
          caption={`${look.label} by branch and product line`}
          corner="Branch"
          columns={grid.lines.map((line) => ({
            key: line,
            label: <Member dimension="productLine" name={line === NOTHING ? null : line} />,
          }))}
          rows={grid.branches.map((branch) => ({
            key: branch,
            label: <Member dimension="branch" name={branch === NOWHERE ? null : branch} />,
          }))}
          cells={cells}
          kind={isShare ? "ratio" : look.kind}
          rowTotals={isShare ? undefined : grid.branches.map((branch) => ({ value: grid.branchTotal(branch) }))}
          columnTotals={
            isShare
              ? grid.lines.map((line) => ({ value: shareOfRow(grid.lineTotal(line), grid.whole) }))
              : grid.lines.map((line) => ({ value: grid.lineTotal(line) }))
          }
          total={isShare ? null : { value: grid.whole }}
          onCell={(row, column, anchor) => {
            const name = grid.branches[row];
            const value = cells[row]?.[column]?.value ?? null;
            if (name !== undefined && name !== NOWHERE)
              setOpened({ mark: { dimension: "branch", name, value }, anchor });
          }}
        />
      </UnitSaid>
      {opened && (
        <MarkMenu
          {...opened}
          onClose={() => {
            setOpened(null);
          }}
        />
      )}
    </>
  );
}

function cellsOf(grid: Grid, isShare: boolean): MatrixCell[][] {
  return grid.branches.map((branch) =>
    grid.lines.map((line) => {
      const value = grid.value(branch, line);
      return { value: isShare ? shareOfRow(value, grid.branchTotal(branch)) : value, reason: reasonOf(value) };
    }),
  );
}

/** A pair that sold nothing has no ratio. */
const reasonOf = (value: number | null): string | null => (value === null ? "NOT_SOLD" : null);
