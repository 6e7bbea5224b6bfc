/** The head of a tile: title, window and unit, what is special about the answer, and the tile's tools. */
import { Box, IconButton, Typography } from "@mui/material";
import type { ReactNode, RefObject } from "react";
import { ChartIcon, DotsIcon, ProofIcon, TableIcon } from "./icons";
import { TileChips } from "./tile-chips";
import type { TileState } from "./tile-state";
import type { TileTools } from "./tile-tools";

interface TileHeadProps {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly state: TileState<unknown>;
  readonly tools: TileTools;
  readonly controls: ReactNode;
}

export function TileHead({ id, title, subtitle, state, tools, controls }: TileHeadProps) {
  const { isTwin } = tools;
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "flex-start", gap: 1, mb: 1 }}>
      <Box sx={{ minWidth: 0, flex: controls ? "1 1 300px" : "1 1 150px" }}>
        <Typography id={id} component="h2" sx={{ fontSize: 15, fontWeight: 600, lineHeight: 1.4 }}>
          {title}
        </Typography>
        <Typography variant="body2" color="text.secondary" sx={{ fontSize: 12, minHeight: 18 }}>
          {subtitle}
        </Typography>
        {state.kind === "ready" && <TileChips meta={state.meta} isLate={state.isLate} onOpen={tools.openProof} />}
      </Box>
      <Box sx={GROUP}>
        {controls}
        <Box sx={{ display: "flex", flex: "none", color: "text.secondary" }} data-print="hide">
          {tools.hasTwin && (
            <Tool label={isTwin ? "Show the chart" : "Show as table"} onClick={tools.toggleTwin} isPressed={isTwin}>
              {isTwin ? <ChartIcon /> : <TableIcon />}
            </Tool>
          )}
          {tools.canProve && (
            <Tool label="How was this number made?" onClick={tools.openProof}>
              <ProofIcon />
            </Tool>
          )}
          <Tool label={`More for ${title}`} onClick={tools.openMenu} place={tools.menuButton}>
            <DotsIcon />
          </Tool>
        </Box>
      </Box>
    </Box>
  );
}

/** Switches and tools go below the title together when there is no room beside it. */
const GROUP = {
  display: "flex",
  flexWrap: "wrap",
  gap: 1,
  ml: "auto",
  justifyContent: "flex-end",
  alignItems: "flex-start",
} as const;

interface ToolProps {
  readonly label: string;
  readonly onClick: (anchor: Element) => void;
  readonly isPressed?: boolean;
  readonly place?: RefObject<HTMLButtonElement | null>;
  readonly children: ReactNode;
}

function Tool({ label, onClick, isPressed, place, children }: ToolProps) {
  return (
    <IconButton
      ref={place}
      size="small"
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      onClick={(event) => {
        onClick(event.currentTarget);
      }}
      sx={{ width: "1.75rem", height: "1.75rem", fontSize: 18 }}
    >
      {children}
    </IconButton>
  );
}
