/** What is special about an answer, in a word or two: an estimate, days never loaded, an older answer. */
import { Chip, Stack } from "@mui/material";
import type { Meta } from "../api/unwrap";
import { chipsOf } from "./chips";

interface TileChipsProps {
  readonly meta: Meta;
  readonly isLate: boolean;
  readonly onOpen: () => void;
}

export function TileChips({ meta, isLate, onOpen }: TileChipsProps) {
  const chips = chipsOf(meta, isLate);
  if (chips.length === 0) return null;
  return (
    <Stack direction="row" sx={{ flexWrap: "wrap", gap: 0.5, mt: 0.5 }}>
      {chips.map((chip) => (
        <Chip key={chip} size="small" variant="outlined" label={chip} onClick={onOpen} sx={{ height: 24 }} />
      ))}
    </Stack>
  );
}
