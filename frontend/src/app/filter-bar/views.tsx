/** Views with a name: those of the product, those of this browser, and the one open last. */
import { lazy } from "react";
import { BarButton } from "./bar-button";

const ViewsPanel = lazy(() => import("./views-panel"));

export function ViewsButton() {
  return (
    <BarButton label="Views" icon="star" name="Views: saved and ready-made" isShort>
      {(close) => <ViewsPanel onChosen={close} />}
    </BarButton>
  );
}
