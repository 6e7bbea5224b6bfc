/** One row: who it is, then its numbers; it may be chosen, and it may open into others. */
import { Box, IconButton } from "@mui/material";
import type { KeyboardEvent } from "react";
import { nullCode } from "../words";
import { useMeta } from "./answer-context";
import { Bar, type Scale } from "./bar";
import { isText, nullsOf, valueOf, type Column } from "./columns";
import type { DataTableProps, Selection, Tree } from "./data-table";
import { Delta } from "./delta";
import { Figure } from "./figure";
import { OpenIcon, TickedIcon, UntickedIcon } from "./icons";

interface TableRowProps<Row extends object> {
  readonly row: Row;
  readonly table: DataTableProps<Row>;
  readonly barField: string | undefined;
  readonly scale: Scale | undefined;
}

export function TableRow<Row extends object>({ row, table, barField, scale }: TableRowProps<Row>) {
  const { columns, selection, tree, isDimmed, rowKey } = table;
  const key = rowKey(row);
  const isChosen = selection?.names.includes(key) === true;
  const className = rowClass({ dimmed: isDimmed?.(row) === true, chosen: isChosen });
  return (
    <tr
      className={className}
      onKeyDown={
        tree &&
        ((event) => {
          onArrow(event, row, tree);
        })
      }
    >
      {selection &&
        (selection.isOffered?.(key) === false ? <td className="pick" /> : <Pick name={key} selection={selection} />)}
      <Name row={row} table={table} />
      {columns.map((column) => (
        <Cell key={column.field} row={row} column={column} scale={column.field === barField ? scale : undefined} />
      ))}
    </tr>
  );
}

function Name<Row extends object>({ row, table }: Pick<TableRowProps<Row>, "row" | "table">) {
  const { tree, name, rowKey, rowLabel } = table;
  return (
    <th scope="row">
      <div className="who floating" style={{ paddingLeft: tree && 16 * tree.level(row) }}>
        {tree && <Toggle row={row} tree={tree} label={rowLabel?.(row) ?? rowKey(row)} />}
        {name(row)}
      </div>
    </th>
  );
}

function rowClass(looks: Readonly<Record<string, boolean>>): string {
  return Object.keys(looks)
    .filter((look) => looks[look])
    .join(" ");
}

interface CellProps<Row extends object> {
  readonly row: Row;
  readonly column: Column<Row>;
  readonly scale: Scale | undefined;
}

function Cell<Row extends object>({ row, column, scale }: CellProps<Row>) {
  const className = isText(column.kind) ? "text" : "";
  if (column.cell) return <td className={className}>{column.cell(row)}</td>;
  const value = valueOf(row, column);
  if (!scale) {
    return (
      <td className={className}>
        <Value value={value} column={column} values={row} />
      </td>
    );
  }
  return (
    <td className={className}>
      <div className="barred">
        <div>
          <Bar value={typeof value === "number" ? value : null} scale={scale} />
        </div>
        <Value value={value} column={column} values={row} />
      </div>
    </td>
  );
}

interface ValueProps<Row> {
  readonly value: number | string | null;
  readonly column: Column<Row>;
  /** The row, totals or others that the value is of: it may say why the value is null. */
  readonly values: object;
}

/** A number as its column shows it. */
export function Value<Row>({ value, column, values }: ValueProps<Row>) {
  const meta = useMeta();
  const reason = value === null ? nullCode(column.field, nullsOf(values), meta?.nulls) : null;
  const { kind, direction, numbers } = column;
  if (column.isDelta && typeof value !== "string") {
    return <Delta value={value} kind={kind} direction={direction} reason={reason} numbers={numbers} />;
  }
  return <Figure value={value} kind={kind} reason={reason} numbers={numbers} />;
}

function Pick({ name, selection }: { readonly name: string; readonly selection: Selection }) {
  const { names, most = Infinity, onChange } = selection;
  const isChosen = names.includes(name);
  return (
    <td className="pick">
      <span className="tick">
        <input
          type="checkbox"
          aria-label={`Choose ${name}`}
          checked={isChosen}
          disabled={!isChosen && names.length >= most}
          onChange={() => {
            onChange(isChosen ? names.filter((one) => one !== name) : [...names, name]);
          }}
        />
        {isChosen ? <TickedIcon /> : <UntickedIcon />}
      </span>
    </td>
  );
}

interface ToggleProps<Row> {
  readonly row: Row;
  readonly tree: Tree<Row>;
  readonly label: string;
}

function Toggle<Row>({ row, tree, label }: ToggleProps<Row>) {
  const isOpen = tree.isOpen(row);
  if (isOpen === null) return <Box component="span" sx={{ width: 28, flex: "none" }} />;
  return (
    <IconButton
      size="small"
      aria-expanded={isOpen}
      aria-label={`${isOpen ? "Fold" : "Open"} ${label}`}
      onClick={() => {
        tree.onToggle(row);
      }}
      sx={{
        width: "1.5rem",
        height: "1.5rem",
        mr: 0.5,
        fontSize: 14,
        flex: "none",
        transform: isOpen ? "rotate(90deg)" : "none",
      }}
    >
      <OpenIcon />
    </IconButton>
  );
}

/** Right opens a row, Left folds it. */
function onArrow<Row>(event: KeyboardEvent, row: Row, tree: Tree<Row>): void {
  const isOpen = tree.isOpen(row);
  const wanted = { ArrowRight: false, ArrowLeft: true }[event.key];
  if (wanted === undefined || isOpen !== wanted) return;
  event.preventDefault();
  tree.onToggle(row);
}
