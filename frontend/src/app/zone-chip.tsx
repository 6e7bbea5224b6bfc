/** Says whose time the page tells when the browser's is another, and lets a view choose. */
import { Box, Typography } from "@mui/material";
import { useState } from "react";
import { useView } from "../state/view-context";
import { BarButton } from "./filter-bar/bar-button";
import { areDifferent, zoneName } from "./freshness";
import { useLive } from "./live";

export function ZoneChip() {
  const { view, show } = useView();
  const business = useLive().shown?.timezone;
  const [{ now, here }] = useState(() => ({ now: new Date(), here: Intl.DateTimeFormat().resolvedOptions().timeZone }));
  const zone = view.timezone ?? business;
  if (business === undefined || zone === undefined) return null;
  if (view.timezone === null && !areDifferent(business, here, now)) return null;
  const zones = [...new Set([business, here, "UTC"])];
  return (
    <BarButton
      label={`Times in ${place(zone)} (${zoneName(zone, now)})`}
      name="Time zone"
      isSet={view.timezone !== null}
    >
      {(close) => (
        <Box role="radiogroup" aria-label="Time zone" sx={{ p: 2, display: "grid", gap: 1 }}>
          {zones.map((name) => (
            <label key={name}>
              <input
                type="radio"
                name="zone"
                checked={name === zone}
                onChange={() => {
                  show({ timezone: name === business ? null : name });
                  close();
                }}
              />{" "}
              {place(name)} ({zoneName(name, now)})
              <Typography component="span" variant="body2" color="textSecondary">
                {name === business ? " · of the business" : ""}
                {name === here ? " · of this browser" : ""}
              </Typography>
            </label>
          ))}
        </Box>
      )}
    </BarButton>
  );
}

const place = (zone: string): string => zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
