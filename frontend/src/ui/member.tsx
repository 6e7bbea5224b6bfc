/** A member's name: a link to its page that carries the view, and a funnel that filters to it. */
import { Box, IconButton, Link as MuiLink } from "@mui/material";
import { Link } from "wouter";
import { withMembers, type Dimension } from "../state/view";
import { memberPath, useLink, useView } from "../state/view-context";
import { unnamed } from "../words";
import { FunnelIcon } from "./icons";

interface MemberProps {
  readonly dimension: Dimension;
  /** Null are the lines without a member. */
  readonly name: string | null;
  readonly color?: string | undefined;
}

export function Member({ dimension, name, color }: MemberProps) {
  const { view, show } = useView();
  if (name === null)
    return (
      <Box component="span" sx={{ color: "text.secondary", ...CUT }} title={unnamed(dimension)}>
        {unnamed(dimension)}
      </Box>
    );
  const isChosen = view.filters[dimension]?.in.includes(name) === true;
  return (
    <Box
      component="span"
      sx={{ display: "inline-flex", alignItems: "center", gap: 0.5, maxWidth: "100%", ...REVEALING }}
    >
      {color !== undefined && <Box component="span" aria-hidden="true" sx={{ ...DOT, bgcolor: color }} />}
      <MemberLink dimension={dimension} name={name} />
      {!isChosen && (
        <IconButton
          className="funnel"
          size="small"
          aria-label={`Filter to ${name}`}
          title={`Filter to ${name}`}
          onClick={() => void show({ filters: withMembers(view.filters, dimension, { in: [name], notIn: [] }) })}
          sx={{ width: "1.5rem", height: "1.5rem", fontSize: 14, flex: "none" }}
        >
          <FunnelIcon />
        </IconButton>
      )}
    </Box>
  );
}

function MemberLink({ dimension, name }: { readonly dimension: Dimension; readonly name: string }) {
  const link = useLink();
  const path = memberPath(dimension, name);
  if (path === null)
    return (
      <Box component="span" sx={CUT} title={name}>
        {name}
      </Box>
    );
  return (
    <MuiLink component={Link} href={link(path)} underline="hover" color="inherit" title={name} sx={CUT}>
      {name}
    </MuiLink>
  );
}

/** One line, cut where the room ends and no wider than it; of 24 pixels, which is a target that a finger hits. */
const CUT = {
  display: "-webkit-box",
  WebkitBoxOrient: "vertical",
  WebkitLineClamp: "1",
  overflow: "hidden",
  whiteSpace: "normal",
  wordBreak: "break-all",
  minWidth: 0,
  lineHeight: "1.5rem",
} as const;
const DOT = { width: 10, height: 10, borderRadius: "2px", flex: "none" } as const;
/** Shown with the row that the pointer or the focus is in; always where nothing can hover. */
const REVEALING = {
  "& .funnel": { opacity: 0 },
  "tr:hover & .funnel, li:hover & .funnel, &:hover .funnel, & .funnel:focus-visible": { opacity: 1 },
  "@media (hover: none)": { "& .funnel": { opacity: 1 } },
} as const;

/** Of a cell: the name has all of it, and the funnel lies over its end when it is called for. */
export const FLOATING = {
  position: "relative",
  minWidth: 0,
  "@media (hover: hover)": { "& .funnel": { position: "absolute", right: 0, bgcolor: "background.paper" } },
} as const;
