/** The picker of a dimension over the view; without a dimension, first which one. */
import { List, ListItemButton } from "@mui/material";
import { useState } from "react";
import { withMembers, type Dimension } from "../../state/view";
import { useView } from "../../state/view-context";
import { useFirstFocus } from "../../ui/first-focus";
import { Picker } from "../../ui/picker";
import { NAMES, NOBODY } from "./names";
import { useOpening } from "./opening";

interface MemberPanelProps {
  /** One, or those to choose from. */
  readonly dimensions: readonly Dimension[];
}

export default function MemberPanel({ dimensions }: MemberPanelProps) {
  const [first, ...others] = dimensions;
  const [dimension, setDimension] = useState(others.length === 0 ? first : undefined);
  if (dimension !== undefined) return <MemberPicker dimension={dimension} />;
  return <Dimensions dimensions={dimensions} onChoose={setDimension} />;
}

function MemberPicker({ dimension }: { readonly dimension: Dimension }) {
  const { view } = useView();
  const change = useOpening();
  return (
    <Picker
      label={NAMES[dimension]}
      dimension={dimension}
      chosen={view.filters[dimension] ?? NOBODY}
      onChange={(members) => change({ filters: withMembers(view.filters, dimension, members) })}
    />
  );
}

interface DimensionsProps extends MemberPanelProps {
  readonly onChoose: (dimension: Dimension) => void;
}

function Dimensions({ dimensions, onChoose }: DimensionsProps) {
  const first = useFirstFocus<HTMLButtonElement>();
  return (
    <List dense aria-label="Dimensions" sx={{ minWidth: 200 }}>
      {dimensions.map((name, index) => (
        <li key={name}>
          <ListItemButton
            component="button"
            ref={index === 0 ? first : undefined}
            sx={{ width: "100%" }}
            onClick={() => {
              onChoose(name);
            }}
          >
            {NAMES[name]}
          </ListItemButton>
        </li>
      ))}
    </List>
  );
}
