/** First step: a file by button or by drop. What is no table is refused aloud, before anything is sent. */
import { Alert, Box, Button, Typography } from "@mui/material";
import { useRef, useState } from "react";
import { ACCEPTED, bytesOf, refusalOf } from "./data";

interface ChooseProps {
  readonly maxBytes: number;
  readonly onChoose: (file: File) => void;
}

export function Choose({ maxBytes, onChoose }: ChooseProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const take = (files: FileList | null): void => {
    const given = [...(files ?? [])];
    const why = refusalOf(given, maxBytes);
    setRefusal(why);
    if (why === null && given[0]) onChoose(given[0]);
  };
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      <Box
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => {
          setOver(false);
        }}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
        sx={ZONE}
      >
        <Typography variant="body1">Drop a file of sales here</Typography>
        <Button
          variant="contained"
          onClick={() => {
            input.current?.click();
          }}
        >
          Choose a file
        </Button>
        <input
          ref={input}
          type="file"
          accept={ACCEPTED}
          aria-label="File of sales"
          hidden
          onChange={({ target }) => {
            take(target.files);
            target.value = "";
          }}
        />
        <Typography variant="body2" color="textSecondary">
          CSV, TSV, Excel (.xlsx) or Parquet, up to {bytesOf(maxBytes)}. It is checked first; nothing changes before you
          load it. A corrected quarantine file is loaded the same way.
        </Typography>
      </Box>
      {refusal !== null && <Alert severity="error">{refusal}</Alert>}
    </Box>
  );
}

const ZONE = {
  display: "grid",
  justifyItems: "center",
  alignContent: "center",
  gap: 1,
  minHeight: 168,
  p: 3,
  textAlign: "center",
  border: "2px dashed",
  borderColor: "divider",
  borderRadius: 1,
  "&[data-over=true]": { borderColor: "primary.main", bgcolor: "action.hover" },
} as const;
