/** A short ranking: name, bar from zero, value, change; a value or its bar opens the menu of the mark. */
import { Box, ButtonBase } from "@mui/material";
import { useState, type MouseEvent, type ReactNode } from "react";
import type { Kind } from "../format";
import { Bar, scaleOf } from "./bar";
import { Delta, HIDDEN } from "./delta";
import { Figure } from "./figure";
import { MarkMenu, type Mark } from "./mark-menu";
import { FLOATING } from "./member";

export interface BarRow {
  readonly key: string;
  readonly name: ReactNode;
  readonly value: number | null;
  readonly reason?: string | null | undefined;
  /** Change against the first comparison. */
  readonly change?: number | null | undefined;
  readonly changeReason?: string | null | undefined;
  readonly mark?: Mark | undefined;
  /** Before the name, such as a change of rank. */
  readonly note?: ReactNode;
}

interface BarListProps {
  /** What is ranked, for a screen reader. */
  readonly label: string;
  readonly rows: readonly BarRow[];
  readonly kind: Kind;
  readonly changeKind?: Kind | undefined;
  readonly direction?: string | undefined;
}

interface Opened {
  readonly mark: Mark;
  readonly anchor: Element;
}

export function BarList({ label, rows, kind, changeKind = "growth", direction }: BarListProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const scale = scaleOf(rows.map(({ value }) => value));
  const open = (mark: Mark) => (event: MouseEvent) => {
    setOpened({ mark, anchor: event.currentTarget });
  };
  return (
    <>
      <Box component="ul" aria-label={label} sx={{ listStyle: "none", m: 0, p: 0, display: "grid", gap: 0.75 }}>
        {rows.map(({ key, name, value, reason, change, changeReason, mark, note }) => (
          <Box component="li" key={key} sx={ROW}>
            <Box sx={{ gridColumn: 1, display: "flex", alignItems: "center", gap: 0.5, ...NAME }}>
              {note}
              {name}
            </Box>
            <Box sx={{ gridColumn: 2, textAlign: "right" }}>
              {mark === undefined ? (
                <Figure value={value} kind={kind} reason={reason} />
              ) : (
                <ButtonBase
                  aria-haspopup="menu"
                  onClick={open(mark)}
                  sx={{ minHeight: 24, minWidth: 24, font: "inherit", borderRadius: 0.5 }}
                >
                  <Figure value={value} kind={kind} reason={reason} />
                  <Box component="span" sx={HIDDEN}>
                    , what to do with {mark.name}
                  </Box>
                </ButtonBase>
              )}
            </Box>
            <Box sx={{ gridColumn: 3, textAlign: "right", fontSize: 12 }}>
              {change !== undefined && (
                <Delta value={change} kind={changeKind} direction={direction} reason={changeReason} />
              )}
            </Box>
            {/* the bar does for a mouse what the number beside it does for every reader */}
            <Box sx={{ gridColumn: "1 / -1", cursor: mark && "pointer" }} onClick={mark && open(mark)}>
              <Bar value={value} scale={scale} height={6} />
            </Box>
          </Box>
        ))}
      </Box>
      {opened && (
        <MarkMenu
          {...opened}
          onClose={() => {
            setOpened(null);
          }}
        />
      )}
    </>
  );
}

const NAME = { ...FLOATING, "& > :last-child": { minWidth: 0 } } as const;
const ROW = {
  display: "grid",
  gridTemplateColumns: "minmax(0, 1fr) auto 4.25rem",
  columnGap: 1,
  rowGap: 0.25,
  alignItems: "center",
  fontSize: 13,
} as const;
