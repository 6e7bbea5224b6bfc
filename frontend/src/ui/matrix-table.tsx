/** Two dimensions as a table: five steps of tint, a number in every cell, totals of the API; arrows walk the cells. */
import { Box } from "@mui/material";
import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type { Kind, Numbers } from "../format";
import { Figure } from "./figure";
import { MATRIX } from "./matrix-style";
import { moved, tintOf, tintScale, type Place, type TintScale } from "./matrix";

export interface MatrixCell {
  readonly value: number | null;
  readonly reason?: string | null | undefined;
  /** Said of a value that is not of the whole: "so far". */
  readonly part?: string | undefined;
  readonly isNotLoaded?: boolean | undefined;
}

export interface MatrixHead {
  readonly key: string;
  readonly label: ReactNode;
}

interface MatrixTableProps {
  readonly caption: string;
  /** What the rows are, in the corner. */
  readonly corner: string;
  readonly columns: readonly MatrixHead[];
  readonly rows: readonly MatrixHead[];
  /** By row, then column. */
  readonly cells: readonly (readonly (MatrixCell | null)[])[];
  readonly kind: Kind;
  readonly numbers?: Numbers | undefined;
  /** Of each row, of each column, of all; only what the API says. */
  readonly rowTotals?: readonly (MatrixCell | null)[] | undefined;
  readonly columnTotals?: readonly (MatrixCell | null)[] | undefined;
  readonly total?: MatrixCell | null | undefined;
  readonly onCell?: ((row: number, column: number, cell: Element) => void) | undefined;
  readonly isTight?: boolean | undefined;
}

export function MatrixTable(props: MatrixTableProps) {
  const { caption, corner, columns, rows, cells, kind, numbers, rowTotals, columnTotals, total, onCell, isTight } =
    props;
  const [at, setAt] = useState({ row: 0, column: 0 });
  const table = useRef<HTMLTableElement>(null);
  const scale = tintScale(cells.flatMap((row) => row.map((cell) => cell?.value ?? null)));
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moved(at, event.key, { rows: rows.length, columns: columns.length });
    if (next === null) return;
    event.preventDefault();
    setAt(next);
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.row}:${next.column}"]`)?.focus();
  };
  return (
    <Box sx={{ overflow: "auto" }}>
      <Box
        component="table"
        ref={table}
        sx={MATRIX}
        className={isTight ? "tight" : ""}
        role="grid"
        onKeyDown={onKeyDown}
      >
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className="first">
              {corner}
            </th>
            {columns.map(({ key, label }) => (
              <th scope="col" key={key} title={typeof label === "string" ? label : undefined}>
                {label}
              </th>
            ))}
            {rowTotals && (
              <th scope="col" className="total">
                Total
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={row.key}>
              <th scope="row">{row.label}</th>
              {columns.map((column, c) => (
                <Tinted
                  key={column.key}
                  place={{ row: r, column: c }}
                  isCurrent={at.row === r && at.column === c}
                  cell={cells[r]?.[c] ?? null}
                  scale={scale}
                  kind={kind}
                  numbers={numbers}
                  onFocus={setAt}
                  onCell={onCell}
                />
              ))}
              {rowTotals && (
                <td className="total">
                  <Cell cell={rowTotals[r] ?? null} kind={kind} numbers={numbers} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
        {columnTotals && (
          <tfoot>
            <tr>
              <th scope="row">Total</th>
              {columns.map(({ key }, c) => (
                <td key={key}>
                  <Cell cell={columnTotals[c] ?? null} kind={kind} numbers={numbers} />
                </td>
              ))}
              {rowTotals && (
                <td className="total">
                  <Cell cell={total ?? null} kind={kind} numbers={numbers} />
                </td>
              )}
            </tr>
          </tfoot>
        )}
      </Box>
    </Box>
  );
}

interface TintedProps extends CellProps {
  readonly place: Place;
  readonly isCurrent: boolean;
  readonly scale: TintScale;
  readonly onFocus: (place: Place) => void;
  readonly onCell: MatrixTableProps["onCell"];
}

function Tinted({ place, isCurrent, cell, scale, kind, numbers, onFocus, onCell }: TintedProps) {
  const { row, column } = place;
  const value = cell?.value ?? null;
  const open =
    onCell &&
    ((target: Element) => {
      onCell(row, column, target);
    });
  return (
    <td
      data-cell={`${row}:${column}`}
      tabIndex={isCurrent ? 0 : -1}
      className={cellClass(cell, value === null ? null : tintOf(value, scale))}
      onFocus={() => {
        onFocus(place);
      }}
      onClick={(event) => {
        open?.(event.currentTarget);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") open?.(event.currentTarget);
      }}
    >
      <Cell cell={cell} kind={kind} numbers={numbers} />
    </td>
  );
}

interface CellProps {
  readonly cell: MatrixCell | null;
  readonly kind: Kind;
  readonly numbers: Numbers | undefined;
}

function Cell({ cell, kind, numbers }: CellProps) {
  if (cell === null) return null;
  return (
    <>
      <Figure value={cell.value} kind={kind} reason={cell.reason} numbers={numbers} />
      {cell.part && (
        <Box component="span" sx={{ fontSize: 10, display: "block" }}>
          {cell.part}
        </Box>
      )}
    </>
  );
}

function cellClass(cell: MatrixCell | null, tint: number | null): string {
  const names = [tint === null ? "" : tint < 0 ? `below-${-tint}` : `tint-${tint}`];
  if (cell?.part) names.push("partial");
  if (cell?.isNotLoaded) names.push("not-loaded");
  return names.join(" ").trim();
}
