/** The rows of a picker; the row that the keys are on is always in sight. */
import { Box } from "@mui/material";
import { useEffect, useRef } from "react";
import type { Mode, Row } from "./picker-model";

interface PickerListProps {
  readonly id: string;
  readonly label: string;
  readonly rows: readonly Row[];
  readonly marked: readonly string[];
  readonly mode: Mode;
  readonly active: number;
  readonly onChoose: (value: string, only: boolean) => void;
}

export function PickerList({ id, label, rows, marked, mode, active, onChoose }: PickerListProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <Box
      component="ul"
      ref={list}
      id={`${id}-list`}
      role="listbox"
      aria-label={label}
      aria-multiselectable
      tabIndex={-1}
      sx={{ m: 0, p: 0, listStyle: "none", overflowY: "auto", borderTop: 1, borderBottom: 1, borderColor: "divider" }}
    >
      {rows.map((row, index) => (
        <PickerRow
          key={row.value}
          id={`${id}-${index}`}
          row={row}
          mode={mode}
          isMarked={marked.includes(row.value)}
          isActive={index === active}
          onChoose={onChoose}
        />
      ))}
    </Box>
  );
}

interface PickerRowProps {
  readonly id: string;
  readonly row: Row;
  readonly mode: Mode;
  readonly isMarked: boolean;
  readonly isActive: boolean;
  readonly onChoose: (value: string, only: boolean) => void;
}

function PickerRow({ id, row: { value, count }, mode, isMarked, isActive, onChoose }: PickerRowProps) {
  return (
    <Box
      component="li"
      id={id}
      role="option"
      aria-selected={isMarked}
      onClick={(event) => {
        onChoose(value, event.shiftKey);
      }}
      sx={{
        display: "flex",
        alignItems: "center",
        gap: 1,
        px: 1.5,
        minHeight: "max(28px, calc(var(--row) - 8px))",
        cursor: "pointer",
        bgcolor: isActive ? "action.selected" : "transparent",
        "&:hover": { bgcolor: "action.hover" },
        "&:hover [data-only]": { visibility: "visible" },
        "@media (pointer: coarse)": { minHeight: 44 },
      }}
    >
      <Tick isMarked={isMarked} mode={mode} />
      <Box
        component="span"
        sx={{ flex: 1, minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}
      >
        {value}
      </Box>
      <Box
        component="span"
        data-only
        aria-hidden="true"
        title="Only this (Shift+Enter)"
        onClick={(event) => {
          event.stopPropagation();
          onChoose(value, true);
        }}
        sx={{
          visibility: isActive ? "visible" : "hidden",
          color: "text.primary",
          textDecoration: "underline",
          fontSize: 12,
          px: 0.5,
          lineHeight: "24px",
        }}
      >
        Only this
      </Box>
      <Box component="span" sx={{ color: "text.secondary", fontSize: 12 }} title="Completed lines, ever">
        {count?.toLocaleString("en") ?? ""}
      </Box>
    </Box>
  );
}

function Tick({ isMarked, mode }: Pick<PickerRowProps, "isMarked" | "mode">) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={16}
      height={16}
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
    >
      <rect
        x={1}
        y={1}
        width={14}
        height={14}
        rx={3}
        fill={isMarked ? "currentColor" : "none"}
        opacity={isMarked ? 1 : 0.5}
      />
      {isMarked && (
        <path
          stroke="var(--mui-palette-background-paper)"
          strokeWidth={2}
          d={mode === "in" ? "m4 8.5 2.7 2.700L12 5.5" : "M4.5 8h7"}
        />
      )}
    </svg>
  );
}
