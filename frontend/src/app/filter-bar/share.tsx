/** Two links to what is on screen. */
import { lazy } from "react";
import { BarButton } from "./bar-button";

const SharePanel = lazy(() => import("./share-panel"));

export function ShareButton() {
  return (
    <BarButton label="Share" icon="share" name="Share this view" isShort>
      {() => <SharePanel />}
    </BarButton>
  );
}
