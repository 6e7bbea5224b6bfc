/** What is drawn, as a table of the same values. Pure. */
import type { Meta } from "../../api/unwrap";
import type { Exploration } from "../../state/exploration";
import type { Twin } from "../../ui/twin-table";
import { gridOf, type Explored, type Grid } from "./data";
import { seriesOf } from "./drawn";

export function twinOf(asked: Exploration, ratios: ReadonlySet<string>): (data: Explored, meta: Meta) => Twin {
  return (data, meta) => {
    const grid = gridOf(data, meta, { isGrouped: false, ratios });
    const isTime = grid.heads.some(({ member }) => member !== null);
    return isTime ? overTime(grid, meta, asked.column ?? "time") : ranked(grid);
  };
}

function ranked({ heads: [head], keys, lines }: Grid): Twin {
  const { label, kind } = head ?? NO_HEAD;
  return {
    caption: label,
    columns: [
      { label: keys.map((key) => key.label).join(" · "), kind: "text" },
      { label, kind },
    ],
    rows: lines.map(({ members, values }) => [nameOf(members), values[0] ?? null]),
  };
}

function overTime(grid: Grid, meta: Meta, column: string): Twin {
  const { label: measure, kind } = grid.heads[0] ?? NO_HEAD;
  const series = seriesOf(grid, meta);
  const [first] = series;
  return {
    caption: `${measure} by ${column}`,
    columns: [{ label: "Time", kind: "text" }, ...series.map(({ name }) => ({ label: name, kind }))],
    rows: (first?.points ?? []).map(({ label }, index) => [
      label,
      ...series.map(({ points }) => points[index]?.value ?? null),
    ]),
  };
}

const NO_HEAD = { label: "", kind: "number" } as const;

export const nameOf = (members: Readonly<Record<string, string | null>>): string =>
  Object.values(members)
    .map((member) => member ?? "none")
    .join(" · ");
