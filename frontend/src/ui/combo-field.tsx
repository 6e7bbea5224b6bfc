/** A field that searches a list: it keeps the focus while arrows move through the list and Enter chooses from it. */
import { InputBase, type InputBaseProps } from "@mui/material";
import type { KeyboardEvent } from "react";
import { moved } from "./picker-model";

interface ComboFieldProps extends Pick<InputBaseProps, "inputRef" | "placeholder" | "sx"> {
  readonly label: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly list: string;
  /** Before the place of an option in its id. */
  readonly options: string;
  readonly count: number;
  readonly active: number;
  readonly onMove: (active: number) => void;
  readonly onEnter: (event: KeyboardEvent) => void;
  readonly isExpanded?: boolean;
}

export function ComboField(props: ComboFieldProps) {
  const { label, typed, onType, list, options, count, active, onMove, onEnter, isExpanded = true, ...field } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moved(event.key, active, count);
    if (next !== null) onMove(next);
    else if (event.key === "Enter") onEnter(event);
    else return;
    event.preventDefault();
  };
  return (
    <InputBase
      fullWidth
      value={typed}
      onChange={(event) => {
        onType(event.target.value);
        onMove(0);
      }}
      onKeyDown={onKeyDown}
      inputProps={{
        role: "combobox",
        "aria-label": label,
        "aria-expanded": isExpanded,
        "aria-controls": list,
        "aria-autocomplete": "list",
        "aria-activedescendant": active < count ? `${options}-${active}` : undefined,
      }}
      {...field}
    />
  );
}

/** The look of a field that stands alone. */
export const FRAMED = { border: 1, borderColor: "divider", borderRadius: 1, px: 1, height: 36 } as const;

/** Focuses what is drawn later than what opens it. */
export const focusOn = (input: HTMLInputElement | null) => {
  input?.focus();
};
