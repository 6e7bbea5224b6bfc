/** The way between pages: a rail at the left, icons on middling screens. */
import { Box } from "@mui/material";
import { Link } from "wouter";
import { useLink } from "../state/view-context";
import { Icon } from "./icons";
import { ROUTES, type Route } from "./routes";

export const RAIL = { wide: 200, narrow: 56 } as const;

export function Rail({ current }: { readonly current: Route | null }) {
  const link = useLink();
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
        display: { xs: "none", sm: "block" },
        borderRight: 1,
        borderColor: "divider",
        bgcolor: "background.paper",
      }}
    >
      {ROUTES.map((route) => (
        <Box
          key={route.path}
          component={Link}
          href={link(route.path)}
          aria-current={route === current ? "page" : undefined}
          sx={{ display: "flex", gap: 1.5, p: 2, color: "text.primary", textDecoration: "none" }}
        >
          <Icon name={route.icon} />
          <Box component="span" sx={{ display: { sm: "none", lg: "inline" } }}>
            {route.title}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
