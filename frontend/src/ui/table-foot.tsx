/** What the rows shown leave out, and all rows: both counted by the API. */
import { plainValue, isText, type Column, type Values } from "./columns";
import { count as told } from "../format";
import type { Totals } from "./data-table";
import { Value } from "./table-row";

interface FootProps<Row> {
  readonly totals: Totals;
  readonly columns: readonly Column<Row>[];
  readonly shown: number;
  readonly hasSelection: boolean;
}

export function TableFoot<Row>({ totals, columns, shown, hasSelection }: FootProps<Row>) {
  const { count, others } = totals;
  const counted = count > shown ? `Total of ${told(count)}, ${told(shown)} shown` : `Total of ${told(count)}`;
  return (
    <tfoot>
      {others !== null && count > shown && (
        <FootRow
          label={`Others (${told(count - shown)})`}
          className="others"
          values={others}
          columns={columns}
          pick={hasSelection}
        />
      )}
      {totals.totals !== null && (
        <FootRow
          label={totals.label ?? counted}
          className="total"
          values={totals.totals}
          columns={columns}
          pick={hasSelection}
        />
      )}
    </tfoot>
  );
}

interface FootRowProps<Row> {
  readonly label: string;
  readonly className: string;
  readonly values: Values;
  readonly columns: readonly Column<Row>[];
  readonly pick: boolean;
}

/** A column that the API does not add up stays empty; one whose sum is unknown says why. */
function FootRow<Row>({ label, className, values, columns, pick }: FootRowProps<Row>) {
  return (
    <tr className={className}>
      {pick && <td className="pick" />}
      <th scope="row">{label}</th>
      {columns.map((column) => (
        <td key={column.field} className={isText(column.kind) ? "text" : ""}>
          {column.field in values && <Value value={plainValue(values[column.field])} column={column} values={values} />}
        </td>
      ))}
    </tr>
  );
}
