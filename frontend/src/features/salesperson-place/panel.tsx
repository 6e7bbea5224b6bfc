/** A person's place in the team by profit, and the way to who stands before and after: `[` and `]`. */
import { Box, Button, Typography } from "@mui/material";
import { useEffect, useMemo } from "react";
import { Link } from "wouter";
import { navigate } from "wouter/use-browser-location";
import type { SalespersonPlaceFragment } from "../../api/gen/operations";
import type { Meta } from "../../api/unwrap";
import { isShortcut } from "../../state/keys";
import { useSettings } from "../../state/settings-context";
import { memberPath, useLink } from "../../state/view-context";
import { Figure } from "../../ui/figure";
import { placeOf, type Place } from "./data";

type Rows = NonNullable<SalespersonPlaceFragment["team"]["data"]>;

interface SalespersonPlaceProps {
  readonly name: string;
  readonly rows: Rows;
  readonly meta: Meta;
}

export function SalespersonPlace({ name, rows, meta }: SalespersonPlaceProps) {
  const place = useMemo(() => placeOf(rows, name), [rows, name]);
  useNeighbourKeys(place);
  const { row } = place;
  return (
    <Box component="nav" aria-label="Salespeople by rank" sx={BAR}>
      <Typography variant="body2" sx={{ flex: 1, minWidth: 160 }}>
        {row === null ? (
          "No sales in this window."
        ) : (
          <>
            Rank <Figure value={row.rank} kind="count" /> of{" "}
            <Figure value={meta.page?.totalCount ?? rows.length} kind="count" /> by profit{moved(row.rankChange)}
            <Earned row={row} currency={meta.currency} />
          </>
        )}
      </Typography>
      <Neighbour name={place.previous} label="Previous" sign="[" />
      <Neighbour name={place.next} label="Next" sign="]" />
    </Box>
  );
}

/** Commission and attainment, where rates and targets are loaded. */
function Earned({ row, currency }: { readonly row: Rows[number]; readonly currency: string }) {
  return (
    <>
      {row.commission !== null && (
        <>
          {" · commission "}
          <Figure value={row.commission} kind="money" currency={currency} />
        </>
      )}
      {row.quotaAttainment !== null && (
        <>
          {" · "}
          <Figure value={row.quotaAttainment} kind="ratio" /> of the target
        </>
      )}
    </>
  );
}

interface NeighbourProps {
  readonly name: string | null;
  readonly label: string;
  readonly sign: string;
}

function Neighbour({ name, label, sign }: NeighbourProps) {
  const link = useLink();
  if (name === null) return null;
  return (
    <Button
      size="small"
      component={Link}
      href={link(memberPath("salesperson", name) ?? "/")}
      aria-keyshortcuts={sign}
      title={`${label} by rank (${sign})`}
      sx={{ textTransform: "none" }}
    >
      {sign === "[" ? `‹ ${name}` : `${name} ›`}
    </Button>
  );
}

function useNeighbourKeys({ previous, next }: Place): void {
  const link = useLink();
  const { shortcuts } = useSettings().settings;
  useEffect(() => {
    if (!shortcuts) return;
    const onKey = (event: KeyboardEvent) => {
      const name = { "[": previous, "]": next }[event.key] ?? null;
      const path = name === null ? null : memberPath("salesperson", name);
      if (path === null || !isShortcut(event)) return;
      event.preventDefault();
      navigate(link(path));
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [previous, next, link, shortcuts]);
}

function moved(places: number | null): string {
  if (places === null || places === 0) return "";
  return `, ${Math.abs(places)} ${Math.abs(places) === 1 ? "place" : "places"} ${places > 0 ? "won" : "lost"} since before`;
}

const BAR = { display: "flex", alignItems: "center", gap: 1, flexWrap: "wrap", minHeight: 32 } as const;
