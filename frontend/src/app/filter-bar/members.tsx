/** Filters by members: a button for each of three dimensions, and one for the others. */
import { lazy } from "react";
import { useShell } from "../../api/shell";
import { DIMENSIONS, type Dimension } from "../../state/view";
import { useView } from "../../state/view-context";
import { BarButton } from "./bar-button";
import { NAMES, NOBODY } from "./names";

const MemberPanel = lazy(() => import("./member-panel"));

const ALWAYS: readonly Dimension[] = ["branch", "productLine", "salesperson"];

export function MemberButtons() {
  const { view } = useView();
  return ALWAYS.map((dimension) => {
    const { in: included, notIn } = view.filters[dimension] ?? NOBODY;
    const count = included.length + notIn.length;
    const label = count === 0 ? NAMES[dimension] : `${NAMES[dimension]} · ${count}`;
    return (
      <BarButton key={dimension} label={label} name={`Filter by ${NAMES[dimension].toLowerCase()}`} isSet={count > 0}>
        {() => <MemberPanel dimensions={[dimension]} />}
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
      {() => <MemberPanel dimensions={others} />}
    </BarButton>
  );
}
