/** The one row that says what every number on the page is of; on phones one button opens it as a sheet. */
import { Box, Button } from "@mui/material";
import { lazy, Suspense, useState } from "react";
import { useView } from "../../state/view-context";
import { BAR } from "../global-styles";
import { Icon } from "../icons";
import type { Route } from "../routes";
import { Chips } from "./chips";
import { CompareButton } from "./compare";
import { MemberButtons, MoreFilters } from "./members";
import { PeriodButtons } from "./period";

const Sheet = lazy(() => import("./sheet"));

export function FilterBar({ route }: { readonly route: Route }) {
  const { view } = useView();
  const count = Object.keys(view.filters).length;
  return (
    <Box
      role="region"
      aria-label="What is shown"
      data-chrome
      sx={{
        position: "sticky",
        top: 0,
        zIndex: "appBar",
        bgcolor: "background.default",
        borderBottom: 1,
        borderColor: "divider",
        px: { xs: 2, sm: 3 },
      }}
    >
      <Box sx={{ minHeight: BAR, display: "flex", alignItems: "center", gap: 1, flexWrap: "wrap", py: 0.75 }}>
        <PeriodButtons />
        <Box sx={{ display: { xs: "none", md: "flex" }, gap: 1, flexWrap: "wrap" }}>
          <CompareButton />
          <MemberButtons />
          <MoreFilters />
        </Box>
        <SheetButton count={count} />
      </Box>
      {count > 0 && (
        <Box sx={{ pb: 1, display: { xs: "none", md: "block" } }}>
          <Chips ignores={route.ignores ?? {}} />
        </Box>
      )}
    </Box>
  );
}

function SheetButton({ count }: { readonly count: number }) {
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
  };
  return (
    <Box sx={{ display: { xs: "block", md: "none" }, ml: "auto" }}>
      <Button
        variant="outlined"
        color={count > 0 ? "primary" : "inherit"}
        startIcon={<Icon name="filter" size={16} />}
        aria-haspopup="dialog"
        sx={{ height: 32, whiteSpace: "nowrap" }}
        onClick={() => {
          setOpen(true);
        }}
      >
        Filters{count > 0 && ` (${count})`}
      </Button>
      <Suspense>{isOpen && <Sheet onClose={close} />}</Suspense>
    </Box>
  );
}
