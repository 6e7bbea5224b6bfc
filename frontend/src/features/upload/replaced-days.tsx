/** The days that a replace changes, with the totals before and after it. */
import { Alert, Box } from "@mui/material";
import type { ReplacedDay } from "../../api/load-types";
import { Figure } from "../../ui/figure";
import { TABLE } from "../../ui/table-style";

interface ReplacedDaysProps {
  readonly days: readonly ReplacedDay[];
  /** All of them, listed or not. */
  readonly count: number;
  readonly currency: string;
}

const SHOWN = 100;

export function ReplacedDays({ days, count, currency }: ReplacedDaysProps) {
  if (count === 0)
    return <Alert severity="info">No loaded line lies on the days of this file: a replace only adds lines.</Alert>;
  return (
    <Box sx={{ display: "grid", gap: 1 }}>
      <Alert severity="warning">
        A replace deletes the loaded lines of <Figure value={count} kind="count" />{" "}
        {count === 1 ? "day of a branch" : "days of branches"} and puts those of the file there.
        {count > SHOWN && ` The first ${SHOWN} are listed.`}
      </Alert>
      <Box sx={{ overflow: "auto", maxHeight: 260 }} tabIndex={0} role="group" aria-label="Days that would change">
        <Box component="table" sx={TABLE}>
          <caption>Days that would change</caption>
          <thead>
            <tr>
              <th scope="col" className="first text">
                Day
              </th>
              {["Branch", "Lines now", "Lines then", `Gross now, ${currency}`, `Gross then, ${currency}`].map(
                (head) => (
                  <th scope="col" key={head} className={head === "Branch" ? "text" : undefined}>
                    {head}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {days.slice(0, SHOWN).map(({ day, branch, before, after }) => (
              <tr key={`${day} ${branch ?? ""}`}>
                <th scope="row">{day}</th>
                <td className="text">{branch ?? "none"}</td>
                <td>
                  <Figure value={before.lines} kind="count" />
                </td>
                <td>
                  <Figure value={after.lines} kind="count" />
                </td>
                <td>
                  <Figure value={before.grossRevenue} kind="money" numbers="full" currency={currency} />
                </td>
                <td>
                  <Figure value={after.grossRevenue} kind="money" numbers="full" currency={currency} />
                </td>
              </tr>
            ))}
          </tbody>
        </Box>
      </Box>
    </Box>
  );
}
