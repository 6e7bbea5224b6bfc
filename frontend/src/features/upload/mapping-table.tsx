/** Which column of the file each column of a sale comes from: a selection each, the first cells beside it. */
import { Box, NativeSelect } from "@mui/material";
import { useState } from "react";
import type { Checked, Field } from "../../api/load-types";
import { TABLE } from "../../ui/table-style";
import { chosenIn, sourceOf, startedWith, withHeader } from "./mapping";
import { MappingText } from "./mapping-text";

interface MappingTableProps {
  readonly checked: Checked;
  readonly mapping: string | null;
  readonly isChecking: boolean;
  readonly onChange: (mapping: string) => void;
}

const NONE = "";
const OTHER = "\u0000other";

export function MappingTable({ checked, mapping, isChecking, onChange }: MappingTableProps) {
  const [sent, setSent] = useState<string | null>(null);
  // what was chosen stands in the selections until the server has answered, and after it has refused
  const text = (isChecking || checked.outcome === "refused" ? sent : null) ?? mapping ?? startedWith(checked.fields);
  const change = (next: string): void => {
    setSent(next);
    onChange(next);
  };
  const fields = checked.outcome === "refused" || isChecking ? read(checked.fields, text) : checked.fields;
  return (
    <Box sx={{ display: "grid", gap: 1 }}>
      <Box
        sx={{ overflow: "auto", maxHeight: 420, position: "relative" }}
        tabIndex={0}
        role="group"
        aria-label="Mapping"
      >
        <Box component="table" sx={TABLE} aria-busy={isChecking}>
          <caption>Columns of a sale and the columns of the file they are taken from</caption>
          <thead>
            <tr>
              <th scope="col" className="first text">
                A sale&apos;s
              </th>
              <th scope="col" className="text">
                comes from
              </th>
              <th scope="col" className="text">
                First cells
              </th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <MappingRow
                key={field.column}
                field={field}
                checked={checked}
                onChoose={(header) => {
                  change(withHeader(text, field.column, header));
                }}
              />
            ))}
          </tbody>
        </Box>
      </Box>
      <MappingText key={text} text={text} onChange={change} />
    </Box>
  );
}

/** The fields as a mapping text has them, where the server could not say. */
function read(fields: readonly Field[], mapping: string): Field[] {
  const chosen = chosenIn(mapping);
  return fields.map((field) => ({ ...field, header: chosen.get(field.column) ?? null }));
}

interface MappingRowProps {
  readonly field: Field;
  readonly checked: Checked;
  readonly onChoose: (header: string | null) => void;
}

function MappingRow({ field, checked, onChoose }: MappingRowProps) {
  const samples = checked.columns.find(({ name }) => name === field.header)?.samples ?? [];
  return (
    <tr>
      <th scope="row" title={field.definition}>
        {field.column.replaceAll("_", " ").trim()}
        {field.required && <span title="A sale needs it"> *</span>}
      </th>
      <td className="text">
        <Sources field={field} checked={checked} onChoose={onChoose} />
      </td>
      <td className="text">
        <Box sx={{ color: "text.secondary", maxWidth: 420, overflow: "hidden", textOverflow: "ellipsis" }}>
          {samples.join(" · ")}
        </Box>
      </td>
    </tr>
  );
}

function Sources({ field, checked, onChoose }: MappingRowProps) {
  const source = sourceOf(field);
  const names = checked.columns.map(({ name }) => name);
  const isStrange = source.kind === "header" && !names.includes(source.header);
  return (
    <NativeSelect
      value={VALUES[source.kind] ?? field.header ?? NONE}
      inputProps={{ "aria-label": `${field.column} comes from` }}
      sx={{ fontSize: 13, minWidth: 160, maxWidth: 320 }}
      onChange={({ target: { value } }) => {
        if (value !== OTHER) onChoose(value === NONE ? null : value);
      }}
    >
      <option value={NONE}>not loaded</option>
      {source.kind === "other" && <option value={OTHER}>computed: {field.expression ?? field.constant}</option>}
      {[...(isStrange ? [source.header] : []), ...names].map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </NativeSelect>
  );
}

const VALUES: Readonly<Partial<Record<ReturnType<typeof sourceOf>["kind"], string>>> = { other: OTHER, none: NONE };
