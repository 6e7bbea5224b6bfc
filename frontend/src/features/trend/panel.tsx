/** Net revenue over time beside the window before; the same rows as a table for whoever does not see the line. */
import { Box, Skeleton, useColorScheme } from "@mui/material";
import { visuallyHidden } from "@mui/utils";
import { lazy, Suspense, useMemo } from "react";
import { lineOption, type LineRow } from "../../charts/options/line";
import { DARK, LIGHT } from "../../charts/theme";
import { fullMoney, shortMoney } from "../../format";
import { sentence } from "./data";

const Plot = lazy(() => import("../../charts/plot"));

interface TrendProps {
  readonly rows: readonly LineRow[];
  readonly currency: string;
  readonly height: number;
}

export function Trend({ rows, currency, height }: TrendProps) {
  const { mode, systemMode } = useColorScheme();
  const palette = (mode === "system" ? systemMode : mode) === "dark" ? DARK : LIGHT;
  const option = useMemo(() => {
    const words = { now: "This period", then: "Before", axis: (value: number) => shortMoney(value, currency) };
    return lineOption(rows, words, palette);
  }, [rows, currency, palette]);
  return (
    <Box component="figure" sx={{ m: 0, position: "relative" }}>
      <Suspense fallback={<Skeleton variant="rounded" height={height} />}>
        <Plot option={option} alt={sentence(rows, (value) => shortMoney(value, currency))} height={height} />
      </Suspense>
      <Box sx={visuallyHidden}>
        <table>
          <caption>Net revenue in {currency}</caption>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Now</th>
              <th scope="col">Before</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={`${row.label} ${index}`}>
                <th scope="row">{row.label}</th>
                <td>{fullMoney(row.now)}</td>
                <td>{fullMoney(row.then)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Box>
    </Box>
  );
}
