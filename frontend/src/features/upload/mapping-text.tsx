/** The mapping as its text, for what a selection cannot say: formats, expressions, renamed members. */
import { Box, Button, TextField } from "@mui/material";
import { useState } from "react";

interface MappingTextProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
}

export function MappingText({ text, onChange }: MappingTextProps) {
  const [draft, setDraft] = useState(text);
  return (
    <Box component="details" sx={{ fontSize: 13 }}>
      <Box component="summary" sx={{ cursor: "pointer", minHeight: 24 }}>
        Edit the mapping as text
      </Box>
      <TextField
        multiline
        fullWidth
        size="small"
        maxRows={20}
        value={draft}
        onChange={({ target }) => {
          setDraft(target.value);
        }}
        slotProps={{ htmlInput: { "aria-label": "Mapping, YAML", spellCheck: false, style: MONOSPACE } }}
        sx={{ my: 1 }}
      />
      <Button
        variant="outlined"
        disabled={draft === text}
        onClick={() => {
          onChange(draft);
        }}
      >
        Check again
      </Button>
    </Box>
  );
}

const MONOSPACE = { fontFamily: "ui-monospace, monospace", fontSize: 12.5 };
