/** What the period is compared with: up to three windows in the reader's order, the first being the primary one. */
import { lazy } from "react";
import { useView } from "../../state/view-context";
import { BarButton } from "./bar-button";
import { compareLabel } from "./compare-model";
import { useLoaded } from "./use-loaded";

const ComparePanel = lazy(() => import("./compare-panel"));

export function CompareButton() {
  const { view } = useView();
  const loaded = useLoaded();
  return (
    <BarButton icon="compare" name="Comparisons of the period" label={compareLabel(view.compare)}>
      {() => <ComparePanel loaded={loaded} />}
    </BarButton>
  );
}
