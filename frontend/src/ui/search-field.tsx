/** Part of a name to look for: asked of the server once the writer pauses. */
import { TextField } from "@mui/material";
import { useEffect, useState } from "react";

const PAUSE_MS = 300;

interface SearchFieldProps {
  readonly label: string;
  /** What is looked for now, as the address says it. */
  readonly value: string;
  readonly onChange: (text: string) => void;
}

export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const [typed, setTyped] = useState({ text: value, of: value });
  // Back and forward change the address under a field at rest
  if (typed.of !== value) setTyped({ text: value, of: value });
  const { text } = typed;
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => {
      onChange(text.trim());
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [text, value, onChange]);
  return (
    <TextField
      type="search"
      size="small"
      placeholder={label}
      value={text}
      onChange={(event) => {
        setTyped({ text: event.target.value, of: value });
      }}
      slotProps={{ htmlInput: { "aria-label": label, maxLength: 100 } }}
      sx={{ width: "11.25rem", "& input": { py: 0.5, fontSize: 13, minHeight: 20 } }}
      data-print="hide"
    />
  );
}
