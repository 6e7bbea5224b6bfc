/** The question, put together from the catalog: measures, rows, columns, conditions, a top, totals. */
import { Box, Checkbox, FormControlLabel, MenuItem, Paper, TextField } from "@mui/material";
import type { Shell } from "../../api/shell";
import type { Exploration } from "../../state/exploration";
import { ChipList, Section } from "./chip-list";
import { Conditions } from "./conditions";
import { columnChoices, measureChoices, rowChoices, type Choice } from "./reasons";

interface ExploreBuilderProps {
  readonly shell: Shell;
  readonly asked: Exploration;
  readonly onChange: (change: Partial<Exploration>) => void;
}

const TOPS = [5, 10, 25, 50, 100] as const;

export function ExploreBuilder({ shell, asked, onChange }: ExploreBuilderProps) {
  const columns = columnChoices(shell, asked);
  return (
    <Paper
      component="section"
      variant="outlined"
      aria-label="Question"
      sx={{ p: 2, display: "grid", gap: 2, alignContent: "start", alignSelf: "start" }}
    >
      <ChipList
        title="Measures"
        names={asked.measures}
        choices={measureChoices(shell, asked)}
        mayBeEmpty={false}
        onChange={(measures) => {
          onChange({ measures });
        }}
      />
      <ChipList
        title="Rows"
        names={asked.rows}
        choices={rowChoices(shell, asked)}
        mayBeEmpty
        onChange={(rows) => {
          onChange({ rows });
        }}
      />
      <ChipList
        title="Columns"
        names={asked.column === null ? [] : [asked.column]}
        choices={columns}
        mayBeEmpty
        onChange={(names) => {
          // one at a time: what is chosen last takes the place
          onChange({ column: names.at(-1) ?? null });
        }}
      />
      <Limits asked={asked} rows={rowChoices(shell, asked)} onChange={onChange} />
      <Conditions
        shell={shell}
        conditions={asked.having}
        onChange={(having) => {
          onChange({ having });
        }}
      />
    </Paper>
  );
}

interface LimitsProps {
  readonly asked: Exploration;
  readonly rows: readonly Choice[];
  readonly onChange: (change: Partial<Exploration>) => void;
}

function Limits({ asked, rows, onChange }: LimitsProps) {
  const tops = [...new Set([...TOPS, asked.top ?? TOPS[0]])].sort((a, b) => a - b);
  return (
    <Section title="Top and totals">
      <TextField
        select
        size="small"
        value={asked.top ?? 0}
        onChange={(event) => {
          const top = Number(event.target.value);
          onChange(top === 0 ? { top: null, isTopPer: false } : { top });
        }}
        slotProps={{ select: { SelectDisplayProps: { "aria-label": "Top rows" } } }}
        sx={{ "& .MuiInputBase-root": { fontSize: 13 } }}
      >
        <MenuItem value={0} dense>
          All rows
        </MenuItem>
        {tops.map((top) => (
          <MenuItem key={top} value={top} dense>
            Top {top}
          </MenuItem>
        ))}
      </TextField>
      <Box sx={{ display: "grid", "& label": { m: 0 }, "& span": { fontSize: 13 } }}>
        {asked.top !== null && <OfTop asked={asked} rows={rows} onChange={onChange} />}
        <Tick
          label="Totals and sub-totals"
          isOn={asked.totals}
          onChange={(totals) => {
            onChange({ totals });
          }}
        />
      </Box>
    </Section>
  );
}

function OfTop({ asked, rows, onChange }: LimitsProps) {
  const first = rows.find(({ name }) => name === asked.rows[0])?.label ?? "group";
  return (
    <>
      {asked.rows.length > 1 && (
        <Tick
          label={`In each ${first.toLowerCase()}`}
          isOn={asked.isTopPer}
          onChange={(isTopPer) => {
            onChange({ isTopPer });
          }}
        />
      )}
      <Tick
        label="Others: what the top leaves out"
        isOn={asked.others}
        onChange={(others) => {
          onChange({ others });
        }}
      />
    </>
  );
}

interface TickProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Tick({ label, isOn, onChange }: TickProps) {
  return (
    <FormControlLabel
      label={label}
      control={
        <Checkbox
          size="small"
          checked={isOn}
          onChange={(_, checked) => {
            onChange(checked);
          }}
          sx={{ p: 0.5 }}
        />
      }
    />
  );
}
