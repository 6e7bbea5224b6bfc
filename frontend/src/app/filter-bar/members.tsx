/** Filters by members: a picker for each dimension, behind the bar's buttons. */
import { List, ListItemButton } from "@mui/material";
import { useState } from "react";
import { useShell } from "../../api/shell";
import { DIMENSIONS, withMembers, type Dimension, type Members } from "../../state/view";
import { useView } from "../../state/view-context";
import { useFirstFocus } from "../../ui/first-focus";
import { Picker } from "../../ui/picker";
import { BarButton } from "./bar-button";
import { useOpening } from "./opening";

export const NAMES: Readonly<Record<Dimension, string>> = {
  branch: "Branch",
  productLine: "Line",
  salesperson: "Salesperson",
  customer: "Customer",
  product: "Product",
  itemGroup: "Item group",
  account: "Account",
  region: "Region",
  channel: "Channel",
  status: "Status",
};
const ALWAYS: readonly Dimension[] = ["branch", "productLine", "salesperson"];
export const NOBODY: Members = { in: [], notIn: [] };

export function MemberPicker({ dimension }: { readonly dimension: Dimension }) {
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

export function MemberButtons() {
  const { view } = useView();
  return ALWAYS.map((dimension) => {
    const { in: included, notIn } = view.filters[dimension] ?? NOBODY;
    const count = included.length + notIn.length;
    const label = count === 0 ? NAMES[dimension] : `${NAMES[dimension]} · ${count}`;
    return (
      <BarButton key={dimension} label={label} name={`Filter by ${NAMES[dimension].toLowerCase()}`} isSet={count > 0}>
        {() => <MemberPicker dimension={dimension} />}
      </BarButton>
    );
  });
}

/** The dimensions that have no button of their own, where anything was ever sold under them. */
export function MoreFilters() {
  const shell = useShell();
  const others = DIMENSIONS.filter((name) => !ALWAYS.includes(name) && shell?.dimensions.get(name)?.loaded !== false);
  return (
    <BarButton label="Filter" icon="plus" name="Filter by something else">
      {() => <OtherDimensions others={others} />}
    </BarButton>
  );
}

function OtherDimensions({ others }: { readonly others: readonly Dimension[] }) {
  const [dimension, setDimension] = useState<Dimension | null>(null);
  const first = useFirstFocus<HTMLButtonElement>();
  if (dimension !== null) return <MemberPicker dimension={dimension} />;
  return (
    <List dense aria-label="Dimensions" sx={{ minWidth: 200 }}>
      {others.map((name, index) => (
        <ListItemButton
          key={name}
          component="button"
          ref={index === 0 ? first : undefined}
          sx={{ width: "100%" }}
          onClick={() => {
            setDimension(name);
          }}
        >
          {NAMES[name]}
        </ListItemButton>
      ))}
    </List>
  );
}
