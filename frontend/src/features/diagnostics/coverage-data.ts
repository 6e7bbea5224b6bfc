/** Which months, and which days of a month, each rollup may answer. Pure. */
import type { Coverage, TableState } from "../../api/diagnostics";
import { count } from "../../format";

/** A day of a month besides: no load spoke for it, or it went with another day of its month. */
export type DayState = TableState | "MISSING" | "WITH_MONTH";

interface StateLook {
  readonly sign: string;
  readonly words: string;
}

export const STATE_LOOKS: Readonly<Record<DayState, StateLook>> = {
  BUILT: { sign: "✓", words: "rollups answer" },
  WITHDRAWN: { sign: "✕", words: "withdrawn: failed the comparison with the sale lines, which answer instead" },
  NOT_BUILT: { sign: "–", words: "not built: saves too little, or waits; the sale lines answer" },
  EMPTY: { sign: "·", words: "empty: no line belongs there" },
  MISSING: { sign: "/", words: "not loaded: no file spoke for that day" },
  WITH_MONTH: { sign: "×", words: "equal, but withdrawn with another day of its month: the sale lines answer" },
};

type Month = Coverage["months"][number];
type Table = Coverage["tables"][number];

interface Column {
  /** Its month, or its day where one month is looked at. */
  readonly name: string;
  readonly label: string;
  readonly days: number;
  readonly daysLoaded: number;
}

interface Cell {
  readonly state: DayState;
  readonly title: string;
}

export interface Grid {
  readonly unit: "month" | "day";
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly table: string; readonly cells: readonly Cell[] }[];
}

/** The matrix of all months, or of the days of `month` when it is one of them. */
export function gridOf(coverage: Coverage, month: string | undefined): Grid {
  const at = coverage.months.findIndex((one) => one.month === month);
  const found = coverage.months[at];
  return found === undefined ? monthsOf(coverage) : daysOf(coverage, found, at);
}

function monthsOf({ months, tables }: Coverage): Grid {
  return {
    unit: "month",
    columns: months.map((month) => ({ ...month, name: month.month, label: month.month.slice(2).replace("-", "/") })),
    rows: tables.map(({ table, states, rowsByMonth }) => ({
      table,
      cells: months.map(({ month }, index) => {
        const state = states[index] ?? "EMPTY";
        return { state, title: `${month}: ${STATE_LOOKS[state].words}; ${count(rowsByMonth[index] ?? 0)} rows` };
      }),
    })),
  };
}

function daysOf({ tables }: Coverage, month: Month, at: number): Grid {
  const names = Array.from({ length: month.days }, (_, index) => `${month.month}-${`${index + 1}`.padStart(2, "0")}`);
  return {
    unit: "day",
    columns: names.map((name, index) => ({
      name,
      label: `${index + 1}`,
      days: 1,
      daysLoaded: month.missingDays.includes(index + 1) ? 0 : 1,
    })),
    rows: tables.map((table) => {
      const states = dayStates(table, month, table.states[at] ?? "EMPTY");
      const cells = states.map((state, index) => ({
        state,
        title: `${names[index] ?? ""}: ${STATE_LOOKS[state].words}`,
      }));
      return { table: table.table, cells };
    }),
  };
}

/** The state of a table on each day of a month, of which `state` is that of the table in the whole month. */
function dayStates({ differingDays }: Table, { month, days, missingDays }: Month, state: TableState): DayState[] {
  const differing = differingDays.filter((day) => day.startsWith(month)).map((day) => Number(day.slice(8)));
  return Array.from({ length: days }, (_, index) => {
    const day = index + 1;
    if (missingDays.includes(day)) return "MISSING";
    // a damaged file has no day that differs
    const isOther = state === "WITHDRAWN" && differing.length > 0 && !differing.includes(day);
    return isOther ? "WITH_MONTH" : state;
  });
}

const ORDER: readonly DayState[] = ["WITHDRAWN", "WITH_MONTH", "MISSING", "NOT_BUILT", "EMPTY", "BUILT"];

/** How many cells are in each state, those that need a look first. */
export function tallyOf({ rows }: Grid): readonly (readonly [DayState, number])[] {
  const states = rows.flatMap(({ cells }) => cells.map(({ state }) => state));
  return ORDER.map((state) => [state, states.filter((one) => one === state).length] as const).filter(
    ([, number]) => number > 0,
  );
}

/** The months before and after one, where there are such. */
export function besides({ months }: Coverage, month: string): readonly [string | undefined, string | undefined] {
  const at = months.findIndex((one) => one.month === month);
  return [at > 0 ? months[at - 1]?.month : undefined, months[at + 1]?.month];
}
