/** The name of the page, once. It takes the focus when the page changes, so that reading starts at the new page and not in the rail. */
import { Box, Typography } from "@mui/material";
import { useEffect, useRef } from "react";
import { Link } from "wouter";
import { useLink } from "../state/view-context";
import { idOf, titleOf, type Place } from "./routes";

export function Heading({ place }: { readonly place: Place | null }) {
  const link = useLink();
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  const title = titleOf(place);
  const page = idOf(place);
  useEffect(() => {
    document.title = `${title} · Sales`;
  }, [title]);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return undefined;
    }
    // both look where things stand: in the next frame the page is laid out once for them and for its charts
    const frame = requestAnimationFrame(() => {
      heading.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [page]);
  return (
    <Box sx={{ display: "flex", alignItems: "baseline", gap: 1, minWidth: 0 }}>
      {place?.name && (
        <Box component={Link} href={link(place.route.path)} sx={{ color: "text.secondary", whiteSpace: "nowrap" }}>
          {place.route.title}
        </Box>
      )}
      <Typography ref={heading} component="h1" tabIndex={-1} noWrap sx={{ fontSize: 20, fontWeight: 650 }}>
        {title}
      </Typography>
    </Box>
  );
}
