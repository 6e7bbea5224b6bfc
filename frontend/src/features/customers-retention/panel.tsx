/** Who came back: months of first purchase by months since, in customers, their part or net revenue. */
import { Box, Typography } from "@mui/material";
import { useMemo } from "react";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { count, month } from "../../format";
import { first, withKeys } from "../../state/extra";
import { useView } from "../../state/view-context";
import { MatrixTable } from "../../ui/matrix-table";
import { Switch } from "../../ui/switch";
import { Tile } from "../../ui/tile";
import {
  cells,
  isEmptyCohorts,
  monthsSince,
  newestMonth,
  SHOWN,
  shownOf,
  stayed,
  type Cohort,
  type Shown,
} from "./data";

const HEIGHT = 420;
const BY = "cohort";
const KINDS = { retention: "ratio", customers: "count", revenue: "money" } as const;
const UNITS = { retention: "part of the cohort", customers: "customers", revenue: undefined } as const;

interface CustomersRetentionProps {
  readonly asked: Asked<readonly Cohort[]>;
  readonly question: Question;
}

export function CustomersRetention({ asked, question }: CustomersRetentionProps) {
  const { view, show } = useView();
  const shown = shownOf(first(view, BY));
  return (
    <Tile
      title="Who came back"
      unit={UNITS[shown]}
      asked={asked}
      height={HEIGHT}
      question={question}
      isEmpty={isEmptyCohorts}
      controls={
        <Switch
          label="Cells show"
          value={shown}
          options={SHOWN}
          onChange={(next) => {
            show({ extra: withKeys(view, { [BY]: next === "retention" ? [] : [next] }) }, "replace");
          }}
        />
      }
    >
      {(cohorts, meta) => <Cohorts cohorts={cohorts} meta={meta} shown={shown} />}
    </Tile>
  );
}

interface CohortsProps {
  readonly cohorts: readonly Cohort[];
  readonly meta: Meta;
  readonly shown: Shown;
}

function Cohorts({ cohorts, meta, shown }: CohortsProps) {
  const matrix = useMemo(() => cells(cohorts, shown), [cohorts, shown]);
  const part = matrix.flat().find((cell) => cell?.part)?.part ?? "a whole month";
  const newest = newestMonth(cohorts);
  return (
    <>
      <Typography variant="body2" sx={{ mb: 1 }}>
        {stayed(meta.extra, meta.comparisons[0], meta.period?.timezone ?? "UTC")}
      </Typography>
      <MatrixTable
        caption="Customers by month of first purchase, and what they did in each month since"
        corner="First purchase"
        columns={monthsSince(cohorts).map((since) => ({ key: String(since), label: `+${since}` }))}
        rows={cohorts.map(({ cohort, customers }) => ({
          key: cohort,
          label: (
            <>
              {month(cohort)}{" "}
              <Box component="span" sx={{ color: "text.secondary", fontWeight: 400 }}>
                <data value={String(customers)}>{count(customers)}</data>
              </Box>
            </>
          ),
        }))}
        cells={matrix}
        kind={KINDS[shown]}
        isTight
      />
      <Typography variant="caption" color="textSecondary" component="p" sx={{ mt: 1 }}>
        Columns are months since the first purchase; beside each month stands how many first bought in it. The youngest
        diagonal is {month(newest ?? "")}, {part}.
      </Typography>
    </>
  );
}
