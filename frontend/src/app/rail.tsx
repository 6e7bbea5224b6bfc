/** The way between pages: a rail at the left, icons on middling screens, a bar at the bottom of phones. */
import { Box, ButtonBase, ListItemText, Menu, MenuItem, useMediaQuery, type Theme } from "@mui/material";
import { useState } from "react";
import { Link } from "wouter";
import { useLink } from "../state/view-context";
import { HEADER } from "./global-styles";
import { Icon } from "./icons";
import { usePrefetch } from "./prefetch";
import { ROUTES, type Route } from "./routes";

const RAIL = { wide: 200, narrow: 56 } as const;
const IN_BOTTOM_BAR = 5;

interface NavigationProps {
  readonly current: Route | null;
}

export function Rail({ current }: NavigationProps) {
  return (
    <Box
      component="nav"
      aria-label="Pages"
      sx={{
        position: "sticky",
        top: 0,
        height: "100vh",
        width: { sm: RAIL.narrow, lg: RAIL.wide },
        flexShrink: 0,
        display: { xs: "none", sm: "flex" },
        flexDirection: "column",
        overflowY: "auto",
        borderRight: 1,
        borderColor: "divider",
        bgcolor: "background.paper",
      }}
    >
      <Brand />
      {ROUTES.map((route) => (
        <RailLink key={route.path} route={route} isCurrent={route === current} />
      ))}
    </Box>
  );
}

function Brand() {
  return (
    <Box
      sx={{
        height: HEADER,
        flexShrink: 0,
        px: 2,
        display: "flex",
        alignItems: "center",
        gap: 1.25,
        color: "primary.main",
      }}
    >
      <Mark />
      <Box
        component="span"
        sx={{ display: { sm: "none", lg: "inline" }, fontWeight: 700, fontSize: 17, color: "text.primary" }}
      >
        Sales
      </Box>
    </Box>
  );
}

const Mark = () => (
  <svg viewBox="0 0 24 24" width={24} height={24} aria-hidden="true">
    <rect width={24} height={24} rx={6} fill="currentColor" />
    <path
      d="M6 17v-4M10 17V9M14 17v-6M18 17V6"
      stroke="var(--mui-palette-background-paper)"
      strokeWidth={2.2}
      strokeLinecap="round"
    />
  </svg>
);

function RailLink({ route, isCurrent }: { readonly route: Route; readonly isCurrent: boolean }) {
  const href = useLink()(route.path);
  const isNarrow = useMediaQuery((theme: Theme) => theme.breakpoints.down("lg"), { noSsr: true });
  return (
    <Box
      component={Link}
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      aria-label={isNarrow ? route.title : undefined}
      {...usePrefetch(href)}
      sx={RAIL_LINK}
    >
      <Icon name={route.icon} />
      <Box component="span" sx={{ display: { sm: "none", lg: "inline" } }}>
        {route.title}
      </Box>
    </Box>
  );
}

const RAIL_LINK = {
  display: "flex",
  alignItems: "center",
  gap: 1.5,
  height: 40,
  flexShrink: 0,
  mx: 1,
  mb: 0.25,
  px: 1.25,
  borderRadius: 1,
  textDecoration: "none",
  color: "text.secondary",
  "&:hover": { bgcolor: "action.hover", color: "text.primary" },
  "&[aria-current]": { color: "primary.main", bgcolor: "action.hover", fontWeight: 600 },
  "&:focus-visible": { outlineOffset: -2 },
  // what is done now and then stands apart, at the foot
  '&[href^="/data"]': { mt: "auto" },
  "&:last-of-type": { mb: 1.5 },
  // the name beside an icon that stands alone, outside of the rail that would cut it off
  "&[aria-label]:is(:hover, :focus-visible)::after": {
    content: "attr(aria-label)",
    position: "fixed",
    left: 60,
    px: 1,
    lineHeight: "32px",
    borderRadius: 1,
    fontWeight: 400,
    color: "background.paper",
    bgcolor: "text.primary",
    zIndex: "tooltip",
  },
} as const;

export function BottomBar({ current }: NavigationProps) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  const link = useLink();
  const close = () => {
    setPlace(null);
  };
  return (
    <Box component="nav" aria-label="Pages" data-chrome sx={BOTTOM}>
      {ROUTES.slice(0, IN_BOTTOM_BAR).map((route) => (
        <BottomLink key={route.path} route={route} isCurrent={route === current} />
      ))}
      <ButtonBase
        aria-haspopup="menu"
        aria-expanded={place !== null}
        onClick={(event) => {
          setPlace(event.currentTarget);
        }}
        sx={BOTTOM_ITEM}
      >
        <Icon name="more" />
        More
      </ButtonBase>
      <Menu open={place !== null} anchorEl={place} onClose={close}>
        {ROUTES.slice(IN_BOTTOM_BAR).map((route) => (
          <MenuItem
            key={route.path}
            component={Link}
            href={link(route.path)}
            onClick={close}
            selected={route === current}
          >
            <Icon name={route.icon} />
            <ListItemText sx={{ ml: 1.5 }}>{route.title}</ListItemText>
          </MenuItem>
        ))}
      </Menu>
    </Box>
  );
}

function BottomLink({ route, isCurrent }: { readonly route: Route; readonly isCurrent: boolean }) {
  const link = useLink();
  return (
    <Box
      component={Link}
      href={link(route.path)}
      aria-current={isCurrent ? "page" : undefined}
      sx={{ ...BOTTOM_ITEM, color: isCurrent ? "primary.main" : "text.secondary" }}
    >
      <Icon name={route.icon} />
      {route.title}
    </Box>
  );
}

const BOTTOM = {
  position: "fixed",
  inset: "auto 0 0 0",
  zIndex: "appBar",
  height: 56,
  display: { xs: "flex", sm: "none" },
  borderTop: 1,
  borderColor: "divider",
  bgcolor: "background.paper",
} as const;

const BOTTOM_ITEM = {
  flex: 1,
  minWidth: 0,
  display: "flex",
  flexDirection: "column",
  alignItems: "center",
  justifyContent: "center",
  gap: 0.25,
  fontSize: "clamp(8.5px, 2.7vw, 10.5px)",
  color: "text.secondary",
  textDecoration: "none",
  "&:focus-visible": { outline: "2px solid", outlineOffset: -2 },
} as const;
