/** Thresholds that rows must meet; totals count every line all the same. */
import { Box, Button, IconButton, MenuItem, TextField } from "@mui/material";
import { useState } from "react";
import type { Shell } from "../../api/shell";
import { OPERATORS, type Condition, type Operator } from "../../state/exploration";
import { CloseIcon } from "../../ui/icons";
import { Section } from "./chip-list";

interface ConditionsProps {
  readonly shell: Shell;
  readonly conditions: readonly Condition[];
  readonly onChange: (conditions: readonly Condition[]) => void;
}

export function Conditions({ shell, conditions, onChange }: ConditionsProps) {
  const labelOf = (name: string) => shell.measures.get(name)?.label ?? name;
  return (
    <Section title="Only rows with">
      {conditions.map((condition, index) => {
        const words = `${labelOf(condition.measure)} ${condition.op} ${new Intl.NumberFormat("en").format(condition.value)}`;
        return (
          <Box key={words} sx={{ display: "flex", alignItems: "center", fontSize: 13 }}>
            <Box sx={{ flex: 1 }}>{words}</Box>
            <IconButton
              size="small"
              aria-label={`Take out: ${words}`}
              onClick={() => {
                onChange(conditions.toSpliced(index, 1));
              }}
              sx={{ width: "1.75rem", height: "1.75rem", fontSize: 16 }}
            >
              <CloseIcon />
            </IconButton>
          </Box>
        );
      })}
      <NewCondition
        shell={shell}
        onAdd={(condition) => {
          onChange([...conditions, condition]);
        }}
      />
    </Section>
  );
}

interface NewConditionProps {
  readonly shell: Shell;
  readonly onAdd: (condition: Condition) => void;
}

function NewCondition({ shell, onAdd }: NewConditionProps) {
  const [measure, setMeasure] = useState("netRevenue");
  const [op, setOp] = useState<Operator>(">");
  const [text, setText] = useState("");
  const measures = [...shell.measures.values()].filter(({ loaded, unit }) => loaded && unit !== "instant");
  const isFraction = shell.measures.get(measure)?.unit === "fraction";
  const typed = Number(text.replaceAll(",", ""));
  const isNumber = text.trim() !== "" && Number.isFinite(typed);
  return (
    <Box
      component="form"
      sx={{ display: "grid", gap: 0.75, gridTemplateColumns: "1fr 68px" }}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isNumber) return;
        onAdd({ measure, op, value: isFraction ? typed / 100 : typed });
        setText("");
      }}
    >
      <TextField
        select
        size="small"
        value={measure}
        onChange={(event) => {
          setMeasure(event.target.value);
        }}
        slotProps={{ select: { SelectDisplayProps: { "aria-label": "Measure" } } }}
        sx={FIELD}
      >
        {measures.map(({ name, label }) => (
          <MenuItem key={name} value={name} dense>
            {label}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        size="small"
        value={op}
        onChange={(event) => {
          setOp(event.target.value as Operator);
        }}
        slotProps={{ select: { SelectDisplayProps: { "aria-label": "Condition" } } }}
        sx={FIELD}
      >
        {OPERATORS.map((one) => (
          <MenuItem key={one} value={one} dense>
            {one}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        size="small"
        value={text}
        placeholder={isFraction ? "per cent, such as 20" : "such as 100000"}
        onChange={(event) => {
          setText(event.target.value);
        }}
        slotProps={{ htmlInput: { inputMode: "decimal", "aria-label": isFraction ? "Value in per cent" : "Value" } }}
        sx={FIELD}
      />
      <Button type="submit" size="small" variant="outlined" disabled={!isNumber}>
        Add
      </Button>
    </Box>
  );
}

const FIELD = { "& .MuiInputBase-root": { fontSize: 13 } } as const;
