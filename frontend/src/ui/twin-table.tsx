/** What a chart shows, as a table: the same rows for whoever does not see the drawing. */
import { Box } from "@mui/material";
import type { Kind } from "../format";
import { isText } from "./columns";
import { Figure } from "./figure";
import { TABLE } from "./table-style";

export interface TwinColumn {
  readonly label: string;
  readonly kind: Kind;
}

export interface Twin {
  readonly caption: string;
  /** The first one is what a row is. */
  readonly columns: readonly TwinColumn[];
  readonly rows: readonly (readonly (number | string | null)[])[];
}

export function TwinTable({ twin, height }: { readonly twin: Twin; readonly height: number }) {
  const { caption, columns, rows } = twin;
  return (
    <Box sx={{ height, overflow: "auto" }} tabIndex={0} role="group" aria-label={caption}>
      <Box component="table" sx={TABLE}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ label, kind }, index) => (
              <th scope="col" key={label} className={`${index === 0 ? "first" : ""} ${isText(kind) ? "text" : ""}`}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map(({ label, kind }, column) => (
                <TwinCell key={label} value={row[column] ?? null} kind={kind} isHead={column === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}

interface TwinCellProps {
  readonly value: number | string | null;
  readonly kind: Kind;
  readonly isHead: boolean;
}

function TwinCell({ value, kind, isHead }: TwinCellProps) {
  const shown = <Figure value={value} kind={kind} numbers="full" />;
  return isHead ? <th scope="row">{shown}</th> : <td className={isText(kind) ? "text" : ""}>{shown}</td>;
}
