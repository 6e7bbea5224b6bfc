/** Choosing members of a dimension: searched on the server, chosen ones first, by mouse or by keyboard alone. */
import { Box, Button, ToggleButton, ToggleButtonGroup, Typography } from "@mui/material";
import { useDeferredValue, useId, useState, type KeyboardEvent } from "react";
import { useOptions, type Options } from "../api/options";
import type { Members } from "../state/view";
import { ComboField, FRAMED } from "./combo-field";
import { NAMED_NOWHERE } from "../words";
import { useFirstFocus } from "./first-focus";
import { PickerList } from "./picker-list";
import { listed, toggled, type Mode } from "./picker-model";

export interface PickerProps {
  readonly label: string;
  readonly dimension: string;
  readonly chosen: Members;
  /** False when the choice cannot be kept. */
  readonly onChange: (members: Members) => boolean;
}

const MODES: readonly (readonly [Mode, string])[] = [
  ["in", "Include"],
  ["notIn", "Exclude"],
];

export function Picker({ label, dimension, chosen, onChange }: PickerProps) {
  const id = useId();
  const input = useFirstFocus<HTMLInputElement>();
  const [typed, setTyped] = useState("");
  const [mode, setMode] = useState<Mode>(chosen.in.length === 0 && chosen.notIn.length > 0 ? "notIn" : "in");
  // the order is that of the opening: a row never moves away under the pointer
  const [first] = useState(() => [...chosen.in, ...chosen.notIn]);
  const [active, setActive] = useState(0);
  const [isTooLong, setTooLong] = useState(false);
  const search = useDeferredValue(typed.trim());
  const options = useOptions(dimension, search);
  const rows = listed(options.data?.found ?? [], first, search);
  const marked = chosen[mode];
  const set = (members: Members) => {
    setTooLong(!onChange(members));
  };
  const choose = (value: string, only: boolean) => {
    set({ ...chosen, [mode]: only ? [value] : toggled(marked, value) });
  };
  const turn = (next: Mode | null) => {
    if (next === null) return;
    setMode(next);
    if (chosen[next].length === 0 && marked.length > 0) set({ ...chosen, [mode]: [], [next]: marked });
  };
  const onEnter = (event: KeyboardEvent) => {
    if (rows[active]) choose(rows[active].value, event.shiftKey);
  };
  return (
    <Box sx={{ display: "flex", flexDirection: "column", width: { xs: "100%", sm: 320 }, maxHeight: 440 }}>
      <Box sx={{ p: 1, display: "flex", flexDirection: "column", gap: 1 }}>
        <ComboField
          inputRef={input}
          label={`Search ${label.toLowerCase()}`}
          placeholder={`Search ${label.toLowerCase()}`}
          typed={typed}
          onType={setTyped}
          list={`${id}-list`}
          options={id}
          count={rows.length}
          active={active}
          onMove={setActive}
          onEnter={onEnter}
          sx={FRAMED}
        />
        <Box sx={{ display: "flex", justifyContent: "space-between" }}>
          <ToggleButtonGroup
            exclusive
            size="small"
            value={mode}
            aria-label={`What to do with the chosen ${label.toLowerCase()}`}
            onChange={(_, next: Mode | null) => {
              turn(next);
            }}
          >
            {MODES.map(([value, name]) => (
              <ToggleButton key={value} value={value} sx={{ py: 0, px: 1.25, height: 28, textTransform: "none" }}>
                {name}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
          <Box>
            <Button
              disabled={rows.length === 0}
              onClick={() => {
                set({ ...chosen, [mode]: [...new Set([...marked, ...rows.map(({ value }) => value)])] });
              }}
            >
              {search === "" ? "All" : "All found"}
            </Button>
            <Button
              disabled={marked.length === 0}
              onClick={() => {
                set({ ...chosen, [mode]: [] });
              }}
            >
              None
            </Button>
          </Box>
        </Box>
      </Box>
      <PickerList id={id} label={label} rows={rows} marked={marked} mode={mode} active={active} onChoose={choose} />
      <Typography variant="caption" color="textSecondary" role="status" sx={{ px: 1.5, py: 0.75 }}>
        {isTooLong ? "This choice is too long for an address: choose fewer, or exclude the others." : footer()}
      </Typography>
    </Box>
  );

  function footer(): string {
    if (options.error) return options.error.message;
    return options.data ? foundWords(options.data, marked.length, label.toLowerCase()) : "";
  }
}

function foundWords({ total, found, isLoaded }: Options, chosen: number, label: string): string {
  if (!isLoaded) return NAMED_NOWHERE;
  if (total === 0) return `No ${label} has this in its name.`;
  const isAll = found.length === total;
  const shown = isAll ? `${total} in all` : `${found.length} of ${total.toLocaleString("en")} shown: type to find more`;
  return `${chosen} chosen · ${shown}`;
}
