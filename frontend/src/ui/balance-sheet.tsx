/** The balance of a load: every line and every amount that came in, and where it went. Green only when both are equal. */
import { Alert, Box } from "@mui/material";
import type { Balance } from "../api/load-types";
import type { Kind } from "../format";
import { Figure } from "./figure";
import { TABLE } from "./table-style";

const PARTS = ["in", "loaded", "duplicate", "quarantined", "blank", "repeatedHeaders"] as const;
type Part = (typeof PARTS)[number];

const HEADS: Readonly<Record<Part, string>> = {
  in: "In the file",
  loaded: "Loaded",
  duplicate: "Duplicate",
  quarantined: "Set aside",
  blank: "Blank",
  repeatedHeaders: "Repeated headers",
};

export function BalanceSheet({ balance, currency }: { readonly balance: Balance; readonly currency: string }) {
  const { lines, money, isEqual } = balance;
  return (
    <Box sx={{ display: "grid", gap: 1 }}>
      <Alert severity={isEqual ? "success" : "error"}>
        {isEqual
          ? "Balanced: every line and every amount that came in is accounted for, to the cent."
          : "Not balanced: lines or money are missing on one side. Please report this load."}
      </Alert>
      <Box sx={{ overflow: "auto" }} tabIndex={0} role="group" aria-label="Balance of the load">
        <Box component="table" sx={TABLE}>
          <caption>Lines and money in, and where they went</caption>
          <thead>
            <tr>
              <th scope="col" className="first text">
                Balance
              </th>
              {PARTS.map((part) => (
                <th scope="col" key={part}>
                  {HEADS[part]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <SheetRow name="Lines" parts={lines} kind="count" currency={currency} />
            {money.map(({ column, ...parts }) => (
              <SheetRow
                key={column}
                name={`${columnName(column)}, ${currency}`}
                parts={parts}
                kind="money"
                currency={currency}
              />
            ))}
          </tbody>
        </Box>
      </Box>
    </Box>
  );
}

interface SheetRowProps {
  readonly name: string;
  readonly parts: Readonly<Partial<Record<Part, number>>>;
  readonly kind: Kind;
  readonly currency: string;
}

function SheetRow({ name, parts, kind, currency }: SheetRowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {PARTS.map((part) => {
        const value = parts[part];
        return (
          <td key={part}>
            {value !== undefined && <Figure value={value} kind={kind} currency={currency} numbers="full" />}
          </td>
        );
      })}
    </tr>
  );
}

/** `grossRevenue` as people say it. */
export function columnName(column: string): string {
  const words = column
    .replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
    .replaceAll("_", " ")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
