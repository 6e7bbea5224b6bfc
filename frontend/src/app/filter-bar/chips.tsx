/** What filters the page, one chip a dimension; a filter that the page cannot use says why. */
import { Box, Button, ButtonGroup, Typography } from "@mui/material";
import { lazy } from "react";
import { DIMENSIONS, withMembers, type Dimension } from "../../state/view";
import { useView } from "../../state/view-context";
import { Icon } from "../icons";
import { chipText } from "./chip-text";
import { Layer } from "./bar-button";
import { NAMES, NOBODY } from "./names";

const MemberPanel = lazy(() => import("./member-panel"));

interface ChipsProps {
  /** Filters that the page cannot use, and why. */
  readonly ignores: Partial<Record<Dimension, string>>;
}

export function Chips({ ignores }: ChipsProps) {
  const { view, show } = useView();
  const used = DIMENSIONS.filter((dimension) => view.filters[dimension] !== undefined);
  if (used.length === 0) return null;
  return (
    <Box role="group" aria-label="Filters" sx={{ display: "flex", flexWrap: "wrap", gap: 0.75, alignItems: "center" }}>
      {used.map((dimension) => (
        <Chip key={dimension} dimension={dimension} why={ignores[dimension]} />
      ))}
      <Button
        onClick={() => {
          show({ filters: {} });
        }}
      >
        Clear all
      </Button>
    </Box>
  );
}

function Chip({ dimension, why }: { readonly dimension: Dimension; readonly why: string | undefined }) {
  const { view, show } = useView();
  const members = view.filters[dimension] ?? NOBODY;
  const name = NAMES[dimension];
  return (
    <ButtonGroup size="small" variant="outlined" color={why === undefined ? "primary" : "inherit"} sx={{ height: 28 }}>
      <Layer name={`${name} filter`} content={() => <MemberPanel dimensions={[dimension]} />}>
        {(opener) => (
          <Button {...opener} title={chipText(name, members, Infinity)} sx={{ maxWidth: 460, py: 0 }}>
            <Typography component={why === undefined ? "span" : "s"} variant="body2" noWrap>
              {chipText(name, members)}
            </Typography>
            {why !== undefined && (
              <Typography variant="body2" color="textSecondary" noWrap sx={{ ml: 1 }}>
                {why}
              </Typography>
            )}
          </Button>
        )}
      </Layer>
      <Button
        aria-label={`Remove the filter on ${name.toLowerCase()}`}
        sx={{ px: 0, minWidth: "28px !important" }}
        onClick={() => {
          show({ filters: withMembers(view.filters, dimension, NOBODY) });
        }}
      >
        <Icon name="close" size={14} />
      </Button>
    </ButtonGroup>
  );
}
