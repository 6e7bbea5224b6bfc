/** The saved views of this browser as a file, and a file as saved views. */
import { Box, Button, Typography } from "@mui/material";
import { useRef, useState } from "react";
import { takenIn, writeViews, type Taken } from "../../../state/saved-views";
import { useSavedViews } from "../../../state/saved-views-store";

const LARGEST_BYTES = 1_000_000;

export function SavedViews() {
  const { views, keep } = useSavedViews();
  const [said, setSaid] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File) => {
    if (file.size > LARGEST_BYTES) {
      setSaid(`${file.name} is larger than 1 MB, which no file of saved views is. Nothing was changed.`);
      return;
    }
    const found = takenIn(views, await file.text());
    if (found === null) {
      setSaid(`${file.name} holds no saved views: it has to be a file exported here. Nothing was changed.`);
      return;
    }
    keep(found.views);
    setSaid(takenWords(found, file.name));
  };
  return (
    <>
      <Typography variant="body2" color="textSecondary">
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

function takenWords({ taken, leftOut }: Taken, name: string): string {
  const found = `${taken} ${taken === 1 ? "view" : "views"} taken from ${name}`;
  return leftOut === 0 ? `${found}.` : `${found}; ${leftOut} left out, broken or more than can be kept.`;
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
