/** What stands round every page: rail, heading, filter bar, notices. */
import { Box, IconButton } from "@mui/material";
import type { ReactNode } from "react";
import { signOut } from "../api/access";
import { useIsSignedIn } from "./access/gate";
import { Boundary } from "./boundary";
import { FilterBar } from "./filter-bar/filter-bar";
import { ShareButton } from "./filter-bar/share";
import { ViewsButton } from "./filter-bar/views";
import { FreshnessBadge } from "./freshness-badge";
import { HEADER } from "./global-styles";
import { Heading } from "./heading";
import { Icon } from "./icons";
import { Notices } from "./notices";
import { Printed } from "./printed";
import { BottomBar, Rail } from "./rail";
import { idOf, type Place } from "./routes";
import { Shortcuts, useLayers } from "./shortcuts";
import { ZoneChip } from "./zone-chip";

interface FrameProps {
  readonly place: Place | null;
  readonly children: ReactNode;
}

export function Frame({ place, children }: FrameProps) {
  const route = place?.route ?? null;
  const isAsking = route?.isAsking === true;
  return (
    <Shortcuts>
      <SkipLink />
      <Box sx={{ display: "flex", minHeight: "100vh" }}>
        <Rail current={route} />
        <Box sx={{ flex: 1, minWidth: 0, pb: { xs: "56px", sm: 0 }, "@media print": { pb: 0 } }}>
          <Header place={place} />
          {isAsking && <FilterBar route={route} />}
          <Box component="main" id="main" sx={{ px: { xs: 2, sm: 3 }, py: 1.5, maxWidth: 1800, mx: "auto" }}>
            <Notices />
            <Printed isAsking={isAsking} />
            <Boundary key={idOf(place)} what="page">
              {children}
            </Boundary>
          </Box>
        </Box>
      </Box>
      <BottomBar current={route} />
    </Shortcuts>
  );
}

function Header({ place }: { readonly place: Place | null }) {
  const { open } = useLayers();
  return (
    <Box
      component="header"
      sx={{ minHeight: HEADER, px: { xs: 2, sm: 3 }, display: "flex", alignItems: "center", gap: 1, flexWrap: "wrap" }}
    >
      <Heading place={place} />
      <Box
        data-chrome
        sx={{ ml: "auto", display: "flex", flexWrap: "wrap", alignItems: "center", gap: 0.5, minWidth: 0 }}
      >
        <Box sx={{ display: { xs: "none", sm: "contents" } }}>
          <ZoneChip />
        </Box>
        <FreshnessBadge />
        <ViewsButton />
        <ShareButton />
        <IconButton
          aria-label="Find a member"
          title="Find a branch, line, person, product or customer ( / )"
          onClick={() => {
            open("search");
          }}
        >
          <Icon name="search" />
        </IconButton>
        <IconButton
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts ( ? )"
          sx={{ display: { xs: "none", sm: "inline-flex" } }}
          onClick={() => {
            open("help");
          }}
        >
          <Icon name="help" />
        </IconButton>
        <SignOut />
      </Box>
    </Box>
  );
}

function SignOut() {
  if (!useIsSignedIn()) return null;
  return (
    <IconButton aria-label="Sign out" title="Sign out" onClick={signOut}>
      <Icon name="out" />
    </IconButton>
  );
}

function SkipLink() {
  return (
    <Box
      component="a"
      href="#main"
      data-chrome
      onClick={(event) => {
        event.preventDefault();
        const main = document.getElementById("main");
        main?.setAttribute("tabindex", "-1");
        main?.focus();
      }}
      sx={{
        position: "fixed",
        top: 8,
        left: 8,
        // out of sight however large its letters are
        transform: "translateY(calc(-100% - 16px))",
        zIndex: "tooltip",
        p: 1.5,
        borderRadius: 1,
        bgcolor: "primary.main",
        color: "primary.contrastText",
        "&:focus": { transform: "none" },
      }}
    >
      Skip to the numbers
    </Box>
  );
}
