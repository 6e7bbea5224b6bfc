/** A list as a table: sorted by the server, totals and others of the API, a bar in the sorted column alone. */
import { Box, Button, useMediaQuery, useTheme } from "@mui/material";
import type { ReactNode } from "react";
import { UnitSaid } from "./answer-context";
import { scaleOf } from "./bar";
import { mostWanted, valueOf, type Column, type Values } from "./columns";
import { TableFoot } from "./table-foot";
import { TableHead } from "./table-head";
import { TableRow } from "./table-row";
import { TABLE } from "./table-style";
import type { Sorted } from "./sort";

export interface Totals {
  /** All rows of the list, shown or not. */
  readonly count: number;
  readonly totals: Values | null;
  readonly others: Values | null;
  /** What the total is of, where it is of more than the list. */
  readonly label?: string | undefined;
}

export interface Selection {
  readonly names: readonly string[];
  readonly most?: number;
  /** Whether a row may be chosen at all; every one unless given. */
  readonly isOffered?: (name: string) => boolean;
  readonly onChange: (names: readonly string[]) => void;
}

/** Rows that open into others; the page puts the opened ones into `rows`, below their parent. */
export interface Tree<Row> {
  readonly level: (row: Row) => number;
  /** Null when there is nothing to open. */
  readonly isOpen: (row: Row) => boolean | null;
  readonly onToggle: (row: Row) => void;
}

export interface DataTableProps<Row extends object> {
  /** Read first by a screen reader; not shown. */
  readonly caption: string;
  /** Head of the first column. */
  readonly rowHead: string;
  /** Sort member of the first column. */
  readonly rowSort?: string | undefined;
  readonly name: (row: Row) => ReactNode;
  readonly rowKey: (row: Row) => string;
  /** What a row is called aloud; its key unless given. */
  readonly rowLabel?: ((row: Row) => string) | undefined;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** What the reader chose; null is the report's own order, by `defaultSort`. */
  readonly sorted?: Sorted | null | undefined;
  readonly defaultSort?: string | undefined;
  readonly onSort?: ((sorted: Sorted | null) => void) | undefined;
  readonly totals?: Totals | undefined;
  readonly selection?: Selection | undefined;
  readonly tree?: Tree<Row> | undefined;
  readonly isDimmed?: ((row: Row) => boolean) | undefined;
  readonly onNext?: (() => void) | undefined;
  readonly maxHeight?: number | undefined;
}

export function DataTable<Row extends object>(given: DataTableProps<Row>) {
  const isPhone = useMediaQuery(useTheme().breakpoints.down("sm"), { noSsr: true });
  const columns = isPhone ? mostWanted(given.columns, sortedBy(given)) : given.columns;
  const props = { ...given, columns };
  const { caption, rows, rowKey, totals, onNext, maxHeight } = props;
  const barField = columns.find((column) => column.sort !== undefined && column.sort === sortedBy(props))?.field;
  const bars = columns.find((column) => column.field === barField && !column.isDelta && column.kind !== "text");
  const scale = bars && scaleOf(rows.map((row) => numberOrNull(valueOf(row, bars))));
  return (
    <Box sx={{ overflow: "auto", maxHeight, position: "relative" }} tabIndex={0} role="group" aria-label={caption}>
      <UnitSaid>
        <Box component="table" sx={TABLE}>
          <caption>{caption}</caption>
          <TableHead {...props} />
          <tbody>
            {rows.map((row) => (
              <TableRow key={rowKey(row)} row={row} table={props} barField={bars?.field} scale={scale} />
            ))}
          </tbody>
          {totals && (
            <TableFoot
              totals={totals}
              columns={columns}
              shown={rows.length}
              hasSelection={props.selection !== undefined}
            />
          )}
        </Box>
      </UnitSaid>
      {onNext && (
        <Box sx={{ p: 1, textAlign: "center", position: "sticky", left: 0 }}>
          <Button size="small" onClick={onNext}>
            Show more
          </Button>
        </Box>
      )}
    </Box>
  );
}

function sortedBy<Row extends object>({ sorted, defaultSort }: DataTableProps<Row>): string | undefined {
  return sorted?.sortBy ?? defaultSort;
}

const numberOrNull = (value: number | string | null): number | null => (typeof value === "number" ? value : null);
