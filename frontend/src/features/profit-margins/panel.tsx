/** Who and what earns, and what loses: profit and margin by any dimension, loss-makers first when asked. */
import { Box, FormControlLabel, Switch as Toggle, Typography } from "@mui/material";
import type { ProfitMarginsFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { percent } from "../../format";
import { first, withKeys } from "../../state/extra";
import { useView } from "../../state/view-context";
import type { Values } from "../../ui/columns";
import { DataTable } from "../../ui/data-table";
import { useMeasureColumns, type MeasureField } from "../../ui/measure-columns";
import { Member } from "../../ui/member";
import { sortText, type Sorted } from "../../ui/sort";
import { Switch } from "../../ui/switch";
import { Tile } from "../../ui/tile";
import { isSmall, MARGIN_BY, marginBy, SMALL, spoken } from "./data";

type Rows = NonNullable<ProfitMarginsFragment["marginAnalysis"]["data"]>;
type Row = Rows[number];

const HEIGHT = 460;
const GROUP = "group-by";
const LOSSES: Sorted = { sortBy: "PROFIT", order: "ASC" };
const FIELDS: readonly MeasureField[] = [
  "profit",
  "profitMargin",
  "revenue",
  "growthRate",
  "unitsSold",
  "returnRate",
  "share",
];
const OPTIONS = MARGIN_BY.map(({ groupBy, label }) => [groupBy, label] as const);

interface ProfitMarginsProps {
  readonly asked: Asked<Rows>;
  readonly question: Question;
  readonly sorted: Sorted | null;
}

export function ProfitMargins({ asked, question, sorted }: ProfitMarginsProps) {
  const { view, show } = useView();
  const { groupBy, label } = marginBy(first(view, GROUP));
  const hasLossesFirst = sorted?.sortBy === LOSSES.sortBy && sorted.order === LOSSES.order;
  return (
    <Tile
      title={`Margin by ${label.toLowerCase()}`}
      asked={asked}
      height={HEIGHT}
      question={question}
      needs={NEEDS}
      controls={
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, justifyContent: "flex-end" }}>
          <FormControlLabel
            sx={{ mr: 0, "& .MuiFormControlLabel-label": { fontSize: 13 } }}
            control={
              <Toggle
                size="small"
                checked={hasLossesFirst}
                onChange={(_, isOn) => void show({ sort: isOn ? sortText(LOSSES) : null }, "replace")}
              />
            }
            label="Loss-makers first"
          />
          <Switch
            label="Margin by"
            value={groupBy}
            options={OPTIONS}
            onChange={(next) => void show({ extra: withKeys(view, { [GROUP]: [spoken(next)] }) }, "replace")}
          />
        </Box>
      }
    >
      {(rows, meta) => <Table rows={rows} meta={meta} sorted={sorted} />}
    </Tile>
  );
}

const NEEDS = ["profit"];

interface TableProps {
  readonly rows: Rows;
  readonly meta: Meta;
  readonly sorted: Sorted | null;
}

function Table({ rows, meta, sorted }: TableProps) {
  const { view, show } = useView();
  const columns = useMeasureColumns<Row>(FIELDS);
  const { label, dimension } = marginBy(first(view, GROUP));
  return (
    <>
      <DataTable
        caption={`Margin by ${label.toLowerCase()}`}
        rowHead={label}
        rowSort="MEMBER"
        rowKey={({ member }) => member ?? ""}
        name={({ member }) => <Member dimension={dimension} name={member} />}
        columns={columns}
        rows={rows}
        sorted={sorted}
        defaultSort="PROFIT"
        onSort={(next) => void show({ sort: next === null ? null : sortText(next) }, "replace")}
        totals={{
          count: meta.page?.totalCount ?? rows.length,
          totals: meta.totals as Values | null,
          others: meta.others as Values | null,
        }}
        isDimmed={isSmall}
        maxHeight={HEIGHT - 28}
      />
      {rows.some(isSmall) && (
        <Typography variant="caption" color="textSecondary" component="p" sx={{ mt: 0.5 }}>
          Greyed rows bring less than {percent(SMALL)} of net revenue: their margin says little.
        </Typography>
      )}
    </>
  );
}
