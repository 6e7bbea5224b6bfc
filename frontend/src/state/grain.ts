/** The length of a time bucket that fits a window: the API's own choice, for questions that have to name one. Pure. */
import { dayCount } from "./calendar";
import type { Grain, Period, View } from "./view";

const FITTING: Readonly<Partial<Record<Period, Grain>>> = {
  TODAY: "HOUR",
  QUARTER: "WEEK",
  LAST_90_DAYS: "WEEK",
  YEAR: "MONTH",
  LAST_12_MONTHS: "MONTH",
  ALL: "MONTH",
};
const MOST_DAYS = 92;
const MOST_WEEKS = 366;

export function grainOf({ grain, period, from, to }: Pick<View, "grain" | "period" | "from" | "to">): Grain {
  if (grain !== null) return grain;
  if (from === null || to === null) return FITTING[period] ?? "DAY";
  const days = dayCount({ from, to });
  if (days > MOST_WEEKS) return "MONTH";
  return days > MOST_DAYS ? "WEEK" : "DAY";
}
