/** The heads of the grid: members above their measures, windows of comparisons in words; and its foot. */
import { TableSortLabel } from "@mui/material";
import { comparisonName } from "../../words";
import { isEdge, GridRow } from "./grid-row";
import type { Grid, Head } from "./data";
import { thenWords } from "./then-words";
import type { ResultOf } from "./result-of";
import { shownOf, type Selection } from "./selection";

interface GridHeadProps {
  readonly grid: Grid;
  readonly of: ResultOf;
}

export function GridHead({ grid, of }: GridHeadProps) {
  const { heads, keys } = grid;
  const groups = spansOf(heads);
  const isPivot = groups.some(({ label }) => label !== null);
  const corner = keys.map(({ label }) => label).join(" · ") || "All";
  return (
    <thead>
      {isPivot && (
        <tr className="members">
          <th scope="col" className="first" rowSpan={1}>
            {of.columnLabel}
          </th>
          {groups.map(({ key, label, count }) => (
            <th key={key} scope="colgroup" colSpan={count}>
              {label ?? "Total"}
            </th>
          ))}
        </tr>
      )}
      <tr className={`measures ${isPivot ? "under" : ""}`}>
        <th scope="col" className="first">
          {corner}
        </th>
        {heads.map((head, column) => (
          <th
            key={head.name}
            scope="col"
            aria-sort={sortedAs(head, of.sort)}
            className={isEdge(heads, column) ? "edge" : ""}
          >
            <TableSortLabel
              hideSortIcon
              active={of.sort?.replace(/^-/, "") === head.name}
              direction={of.sort === head.name ? "asc" : "desc"}
              onClick={() => {
                of.onSort(nextSort(head.name, of.sort));
              }}
            >
              {head.role === "growth" ? "Change" : head.label}
            </TableSortLabel>
            <small>{underHead(head, of)}</small>
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** Its unit, or what it is compared with and when that was. */
function underHead(head: Head, { meta, currency }: ResultOf): string {
  const { role, kind, comparison, label } = head;
  const then = comparison === null ? undefined : meta.comparisons[comparison];
  if (then === undefined) return MONEY.includes(kind) ? currency : "";
  return role === "growth"
    ? `${label} on ${comparisonName(then.kind ?? "")}`
    : thenWords(then, head, meta.period?.timezone ?? "UTC");
}

const MONEY: readonly string[] = ["money", "unitPrice"];

interface Span {
  readonly key: string;
  readonly label: string | null;
  readonly count: number;
}

/** Neighbouring columns of one member. */
function spansOf(heads: readonly Head[]): readonly Span[] {
  const spans: { key: string; label: string | null; count: number }[] = [];
  for (const { member } of heads) {
    const last = spans.at(-1);
    const key = member?.key ?? "total";
    if (last?.key === key) last.count += 1;
    else spans.push({ key, label: member?.label ?? null, count: 1 });
  }
  return spans;
}

function sortedAs({ name }: Head, sort: string | null): "ascending" | "descending" | "none" {
  if (sort === name) return "ascending";
  return sort === `-${name}` ? "descending" : "none";
}

/** Descending, ascending, the default again. */
function nextSort(name: string, sort: string | null): string | null {
  if (sort === `-${name}`) return name;
  return sort === name ? null : `-${name}`;
}

interface GridFootProps extends GridHeadProps {
  readonly chosen: Selection | null;
}

export function GridFoot({ grid, chosen, of }: GridFootProps) {
  if (grid.foot.length === 0) return null;
  return (
    <tfoot>
      {grid.foot.map((line, index) => {
        const row = grid.lines.length + index;
        return <GridRow key={line.key} line={line} row={row} grid={grid} {...shownOf(row, chosen)} of={of} />;
      })}
    </tfoot>
  );
}
