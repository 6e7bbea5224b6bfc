/** What can be done with one mark: filter to it, leave it out, open it, compare it, copy its value. */
import { Divider, Menu, MenuItem, Typography } from "@mui/material";
import { lazy, Suspense, useState } from "react";
import { navigate } from "wouter/use-browser-location";
import type { Dimension } from "../state/view";
import { withMembers } from "../state/view";
import { memberPath, useLink, useView } from "../state/view-context";
import { useSay } from "./say";

const CompareWith = lazy(() => import("./compare-with"));

export interface Mark {
  readonly dimension: Dimension;
  readonly name: string;
  /** At full precision, as it is copied. */
  readonly value?: number | string | null | undefined;
}

interface MarkMenuProps {
  readonly mark: Mark;
  readonly anchor: Element | null;
  readonly onClose: () => void;
}

export function MarkMenu({ mark, anchor, onClose }: MarkMenuProps) {
  const [isComparing, setComparing] = useState(false);
  const actions = useMarkActions(mark, () => {
    setComparing(true);
  });
  if (isComparing)
    return (
      <Suspense>
        <CompareWith dimension={mark.dimension} name={mark.name} onClose={onClose} />
      </Suspense>
    );
  return (
    <Menu
      anchorEl={anchor}
      open={anchor !== null}
      onClose={onClose}
      slotProps={{ list: { "aria-label": mark.name, dense: true } }}
    >
      <Typography variant="caption" component="li" color="textSecondary" sx={{ px: 2, pb: 0.5, display: "block" }}>
        {mark.name}
      </Typography>
      <Divider component="li" />
      {actions.map(({ label, act, keepsOpen = false }) => (
        <MenuItem
          key={label}
          onClick={() => {
            if (!keepsOpen) onClose();
            act();
          }}
        >
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}

interface Action {
  readonly label: string;
  readonly act: () => void;
  /** What it opens stands where the menu stood. */
  readonly keepsOpen?: boolean;
}

function useMarkActions(mark: Mark, compare: () => void): readonly Action[] {
  const { view, show } = useView();
  const link = useLink();
  const say = useSay();
  const { dimension, name, value } = mark;
  const members = view.filters[dimension] ?? { in: [], notIn: [] };
  const path = memberPath(dimension, name);
  const actions: Action[] = [
    {
      label: "Filter to this",
      act: () => void show({ filters: withMembers(view.filters, dimension, { in: [name], notIn: [] }) }),
    },
    {
      label: "Exclude",
      act: () => {
        const notIn = [...new Set([...members.notIn, name])];
        const kept = members.in.filter((member) => member !== name);
        show({ filters: withMembers(view.filters, dimension, { in: kept, notIn }) });
      },
    },
  ];
  if (path !== null)
    actions.push({
      label: `Open ${name}`,
      act: () => {
        navigate(link(path));
      },
    });
  actions.push({ label: "Compare with…", act: compare, keepsOpen: true });
  if (value !== undefined && value !== null) {
    actions.push({
      label: "Copy value",
      act: () => {
        void navigator.clipboard.writeText(String(value)).then(() => {
          say(`Copied ${String(value)}`);
        });
      },
    });
  }
  return actions;
}
