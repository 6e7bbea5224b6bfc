/** One line of the grid. Drawn again only when it changes: a grid may have twelve thousand cells. */
import { memo } from "react";
import { NONE, numberAs } from "../../format";
import { nullReason } from "../../words";
import type { Grid, Head, Line } from "./data";
import type { ResultOf } from "./result-of";
import type { Shown } from "./selection";

interface GridRowProps extends Shown {
  readonly line: Line;
  readonly row: number;
  readonly grid: Grid;
  readonly of: ResultOf;
  readonly tints?: ReadonlyMap<string, number> | undefined;
}

export const GridRow = memo(function GridRow({ line, row, grid, first, last, focus, of, tints }: GridRowProps) {
  return (
    <tr className={line.kind}>
      <th scope="row" style={{ paddingLeft: 12 + line.level * 20 }} title={line.label}>
        {rowLabel(line, grid, of)}
      </th>
      {grid.heads.map((head, column) => {
        const isChosen = column >= first && column <= last && first >= 0;
        const value = line.values[column] ?? null;
        return (
          <td
            key={head.name}
            data-cell={`${row}:${column}`}
            tabIndex={column === focus ? 0 : -1}
            aria-selected={isChosen}
            className={classes(isChosen && first >= 0, isEdge(grid.heads, column), tints?.get(`${row}:${column}`))}
          >
            <Value value={value} head={head} line={line} currency={of.currency} />
          </td>
        );
      })}
    </tr>
  );
});

/** In a ranking by several dimensions all names are said; in groups each line says its own. */
function rowLabel({ members, label, kind }: Line, { keys }: Grid, { isGrouped, bucket }: ResultOf): string {
  if (kind === "total" || kind === "others") return label;
  const said = Object.entries(members).map(([name, member]) => (name === "time" ? bucket(member) : (member ?? "none")));
  return isGrouped || keys.length < 2 ? (said.at(-1) ?? label) : said.join(" · ");
}

interface ValueProps {
  readonly value: number | string | null;
  readonly head: Head;
  readonly line: Line;
  readonly currency: string;
}

function Value({ value, head, line, currency }: ValueProps) {
  if (value === null) {
    const code = line.reasons.get(head.name) ?? "not known";
    const isNew = code === "ZERO_BASE" && head.role === "growth";
    return (
      <data value="" title={nullReason(code)} role="img" aria-label={isNew ? "new" : `no value: ${nullReason(code)}`}>
        {isNew ? "new" : NONE}
      </data>
    );
  }
  return <data value={String(value)}>{written(value, head, currency)}</data>;
}

function written(value: number | string, { kind }: Head, currency: string): string {
  if (typeof value === "string") return value.slice(0, 16).replace("T", " ");
  return numberAs(value, { kind, currency, numbers: "full" });
}

const classes = (isChosen: boolean, isEdged: boolean, tint: number | undefined): string =>
  [isChosen && "chosen", isEdged && "edge", tint !== undefined && tint !== 0 && tintClass(tint)]
    .filter(Boolean)
    .join(" ");

const tintClass = (tint: number): string => (tint < 0 ? `below-${-tint}` : `tint-${tint}`);

/** Where another member's columns begin. */
export const isEdge = (heads: readonly Head[], column: number): boolean =>
  column > 0 && heads[column]?.member?.key !== heads[column - 1]?.member?.key;
