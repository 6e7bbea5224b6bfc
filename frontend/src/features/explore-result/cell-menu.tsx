/** What can be done with one cell: ask it alone, filter to its members, open or compare them, copy it. */
import { Divider, Menu, MenuItem, Typography } from "@mui/material";
import { lazy, Suspense, useState } from "react";
import { navigate } from "wouter/use-browser-location";
import { DIMENSIONS, withMembers, type Dimension } from "../../state/view";
import { memberPath, useLink, useView } from "../../state/view-context";
import { useSay } from "../../ui/say";
import { cellQuestion, cellWords, type CellOf } from "./cell";
import type { Grid } from "./data";
import type { ResultOf } from "./result-of";

const CompareWith = lazy(() => import("../../ui/compare-with"));

interface Member {
  readonly dimension: Dimension;
  readonly member: string;
}

export interface Opened {
  readonly cell: CellOf;
  readonly anchor: Element;
}

interface CellMenuProps {
  readonly opened: Opened | null;
  readonly grid: Grid;
  readonly of: ResultOf;
  readonly onClose: () => void;
}

export function CellMenu({ opened, grid, of, onClose }: CellMenuProps) {
  const [compared, setCompared] = useState<Member | null>(null);
  const actions = useActions(opened?.cell ?? null, { grid, of, compare: setCompared });
  const words = opened === null ? "" : cellWords(opened.cell);
  if (compared !== null)
    return (
      <Suspense>
        <CompareWith
          dimension={compared.dimension}
          name={compared.member}
          onClose={() => {
            setCompared(null);
          }}
        />
      </Suspense>
    );
  return (
    <Menu
      anchorEl={opened?.anchor ?? null}
      open={opened !== null}
      onClose={onClose}
      slotProps={{ list: { "aria-label": words, dense: true } }}
    >
      <Typography variant="caption" component="li" color="textSecondary" sx={{ px: 2, pb: 0.5, display: "block" }}>
        {words}
      </Typography>
      <Divider component="li" />
      {actions.map(({ label, reason, act }) => (
        <MenuItem
          key={label}
          aria-disabled={reason !== null}
          onClick={() => {
            if (reason !== null) return;
            onClose();
            act();
          }}
          sx={{ display: "block", maxWidth: 320, opacity: reason === null ? 1 : 0.7 }}
        >
          {label}
          {reason !== null && (
            <Typography variant="caption" component="div" sx={{ whiteSpace: "normal" }}>
              {reason}
            </Typography>
          )}
        </MenuItem>
      ))}
    </Menu>
  );
}

interface Action {
  readonly label: string;
  /** Why it cannot be done. */
  readonly reason: string | null;
  readonly act: () => void;
}

interface Around {
  readonly grid: Grid;
  readonly of: ResultOf;
  readonly compare: (member: Member) => void;
}

function useActions(cell: CellOf | null, { grid, of, compare }: Around): readonly Action[] {
  const { view, show } = useView();
  const link = useLink();
  const say = useSay();
  if (cell === null) return [];
  const question = cellQuestion(cell, { view, asked: of.asked, grid, meta: of.meta });
  const members = Object.entries({ ...cell.line.members, ...cell.head.member?.of }).flatMap(([name, member]) => {
    const dimension = DIMENSIONS.find((one) => one === name);
    return dimension === undefined || member === null ? [] : [{ dimension, member }];
  });
  const filter = (dimension: Dimension, member: string): Action => ({
    label: `Filter to ${member}`,
    reason: null,
    act: () => void show({ filters: withMembers(view.filters, dimension, { in: [member], notIn: [] }) }),
  });
  const openMember = (dimension: Dimension, member: string): Action[] => {
    const path = memberPath(dimension, member);
    const act = () => {
      navigate(link(path ?? "/"));
    };
    return path === null ? [] : [{ label: `Open ${member}`, reason: null, act }];
  };
  const compareMember = ({ dimension, member }: Member): Action => ({
    label: `Compare ${member} with…`,
    reason: null,
    act: () => {
      compare({ dimension, member });
    },
  });
  const value = cell.line.values[grid.heads.indexOf(cell.head)];
  return [
    {
      label: "Ask this cell alone",
      reason: typeof question === "string" ? question : null,
      act: () => {
        if (typeof question !== "string") show(question);
      },
    },
    ...members.map(({ dimension, member }) => filter(dimension, member)),
    ...members.flatMap(({ dimension, member }) => openMember(dimension, member)),
    ...members.map(compareMember),
    {
      label: "Copy value",
      reason: value === null || value === undefined ? "There is no value." : null,
      act: () => {
        void navigator.clipboard.writeText(String(value)).then(() => {
          say("Value copied");
        });
      },
    },
  ];
}
