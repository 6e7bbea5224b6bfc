/** On phones: everything of the filter bar over the whole screen. */
import { Box, Dialog, IconButton, Typography } from "@mui/material";
import { Icon } from "../icons";
import { Chips } from "./chips";
import { CompareButton } from "./compare";
import { MemberButtons, MoreFilters } from "./members";
import { PeriodButtons } from "./period";
import { ZoneChip } from "../zone-chip";

export default function Sheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog fullScreen open onClose={onClose} aria-labelledby="filter-sheet">
      <Box sx={{ display: "flex", alignItems: "center", p: 2, borderBottom: 1, borderColor: "divider" }}>
        <Typography id="filter-sheet" component="h2" variant="h6" sx={{ flex: 1 }}>
          Filters
        </Typography>
        <IconButton aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </IconButton>
      </Box>
      <Box sx={SHEET}>
        <PeriodButtons />
        <CompareButton />
        <MemberButtons />
        <MoreFilters />
        <Box sx={{ display: { xs: "grid", sm: "none" } }}>
          <ZoneChip />
        </Box>
        <Chips ignores={{}} />
      </Box>
    </Dialog>
  );
}

const SHEET = {
  p: 2,
  display: "flex",
  flexDirection: "column",
  gap: 1.5,
  "& .MuiButton-root, & .MuiIconButton-root": { minHeight: 44, minWidth: 44 },
} as const;
