/** What can be done with one mark: filter to it, leave it out, open it, compare it, copy its value. */
import { Divider, Menu, MenuItem, Typography } from "@mui/material";
import { navigate } from "wouter/use-browser-location";
import type { Dimension } from "../state/view";
import { withMembers } from "../state/view";
import { memberPath, useLink, useView } from "../state/view-context";
import { useSay } from "./say";

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
  /** Offers "Compare with…" when the page can show members beside each other. */
  readonly onCompare?: ((mark: Mark) => void) | undefined;
}

export function MarkMenu({ mark, anchor, onClose, onCompare }: MarkMenuProps) {
  const actions = useMarkActions(mark, onCompare);
  return (
    <Menu
      anchorEl={anchor}
      open={anchor !== null}
      onClose={onClose}
      slotProps={{ list: { "aria-label": mark.name, dense: true } }}
    >
      <Typography variant="caption" component="li" color="text.secondary" sx={{ px: 2, pb: 0.5, display: "block" }}>
        {mark.name}
      </Typography>
      <Divider component="li" />
      {actions.map(({ label, act }) => (
        <MenuItem
          key={label}
          onClick={() => {
            onClose();
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
}

function useMarkActions(mark: Mark, onCompare: MarkMenuProps["onCompare"]): readonly Action[] {
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
  if (onCompare)
    actions.push({
      label: "Compare with…",
      act: () => {
        onCompare(mark);
      },
    });
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
