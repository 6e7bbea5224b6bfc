/** The way through a list longer than a page of it: the next rows, and back to the first. */
import { Box } from "@mui/material";
import type { Meta } from "../api/unwrap";
import { count } from "../format";
import { AFTER } from "../state/extra";
import { useView } from "../state/view-context";
import { Step } from "./step";

interface PagerProps {
  readonly meta: Meta | null;
  readonly shown: number;
}

/** Nothing where every row is on screen. */
export function Pager({ meta, shown }: PagerProps) {
  const { view, show } = useView();
  const page = meta?.page;
  const isFirst = view.extra[AFTER] === undefined;
  if (!page || (isFirst && !page.hasNextPage)) return null;
  const go = (cursor: string | null) => {
    const others = Object.fromEntries(Object.entries(view.extra).filter(([key]) => key !== AFTER));
    show({ extra: cursor === null ? others : { ...others, [AFTER]: [cursor] } });
  };
  const { endCursor } = page;
  return (
    <Box component="nav" aria-label="Pages of the list" sx={{ display: "flex", gap: 1, alignItems: "center", pt: 1 }}>
      <Box component="span" sx={{ fontSize: 12, color: "text.secondary", flex: 1 }}>
        {count(shown)} of {count(page.totalCount)} shown
      </Box>
      {!isFirst && (
        <Step to={null} onGo={go}>
          First rows
        </Step>
      )}
      {page.hasNextPage && endCursor !== null && (
        <Step to={endCursor} onGo={go}>
          Next rows
        </Step>
      )}
    </Box>
  );
}
