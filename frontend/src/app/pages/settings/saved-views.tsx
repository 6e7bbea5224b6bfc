/** The saved views of this browser as a file, and a file as saved views. */
import { Box, Button, Typography } from "@mui/material";
import { useRef, useState } from "react";
import { readViews, withView, writeViews } from "../../../state/saved-views";
import { useSavedViews } from "../../../state/saved-views-store";

const LARGEST_BYTES = 1_000_000;

export function SavedViews() {
  const { views, keep } = useSavedViews();
  const [said, setSaid] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File) => {
    const read = file.size > LARGEST_BYTES ? null : readViews(await file.text());
    if (read === null) {
      setSaid(`${file.name} holds no saved views: it has to be a file exported here. Nothing was changed.`);
      return;
    }
    keep(read.reduce(withView, views));
    setSaid(`${read.length} views taken from ${file.name}.`);
  };
  return (
    <>
      <Typography variant="body2" color="text.secondary">
        {views.length === 0
          ? "No view is saved in this browser yet: Views, at the top of each page, saves one."
          : views.map(({ name }) => name).join(", ")}
      </Typography>
      <Box sx={{ display: "flex", gap: 1 }}>
        <Button
          variant="outlined"
          disabled={views.length === 0}
          onClick={() => {
            download("sales-views.json", writeViews(views));
          }}
        >
          Export as JSON
        </Button>
        <Button variant="outlined" onClick={() => input.current?.click()}>
          Import
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept=".json,application/json"
          aria-label="File of saved views"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            if (file) void take(file);
          }}
        />
      </Box>
      <Typography variant="body2" role="status">
        {said}
      </Typography>
    </>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // the browser has to have begun before the address may go
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 1000);
}
