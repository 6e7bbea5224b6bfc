/** Any table or pivot: heads and first column stay in view, arrows walk and choose cells, a copy is exact. */
import { Box } from "@mui/material";
import { useRef, useState, type ClipboardEvent, type KeyboardEvent, type MouseEvent } from "react";
import { useSay } from "../../ui/say";
import { CellMenu, type Opened } from "./cell-menu";
import type { Grid } from "./data";
import { GridFoot, GridHead } from "./grid-head";
import { GridRow } from "./grid-row";
import { GRID } from "./grid-style";
import { allLines, areaOf, pressed, shownOf, START, tsvOf, type Place, type Selection } from "./selection";
import type { ResultOf } from "./result-of";

interface ExploreGridProps {
  readonly caption: string;
  readonly grid: Grid;
  readonly of: ResultOf;
  readonly tints?: ReadonlyMap<string, number> | undefined;
}

export function ExploreGrid({ caption, grid, of, tints }: ExploreGridProps) {
  const say = useSay();
  const table = useRef<HTMLTableElement>(null);
  const [chosen, setChosen] = useState<Selection | null>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const lines = allLines(grid);
  const size = { rows: lines.length, columns: grid.heads.length };
  const area = areaOf(chosen ?? START);
  const open = ({ row, column }: Place, anchor: Element) => {
    const [line, head] = [lines[row], grid.heads[column]];
    if (line !== undefined && head !== undefined) setOpened({ cell: { line, head }, anchor });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const place = placeOf(event.target);
    if (place === null) return;
    const next = pressed(chosen ?? START, { ...keyOf(event) }, size);
    if (event.key === "Enter") open(place, event.target as Element);
    else if (next === null) return;
    else {
      setChosen(next);
      cellAt(table.current, next.to)?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const onCopy = (event: ClipboardEvent) => {
    if (placeOf(event.target) === null && placeOf(document.activeElement) === null) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", tsvOf(lines, area));
    say(copiedWords(area.rows[1] - area.rows[0] + 1, area.columns[1] - area.columns[0] + 1));
  };
  const choose = (event: MouseEvent, isStart: boolean) => {
    const place = placeOf(event.target);
    if (place === null || (!isStart && event.buttons !== 1)) return;
    setChosen(
      isStart && (!event.shiftKey || chosen === null)
        ? { from: place, to: place }
        : { from: (chosen ?? START).from, to: place },
    );
  };
  const onClick = (event: MouseEvent) => {
    const place = placeOf(event.target);
    const isOne = area.rows[0] === area.rows[1] && area.columns[0] === area.columns[1];
    if (place !== null && isOne && !event.shiftKey)
      open(place, (event.target as Element).closest("td") ?? document.body);
  };
  return (
    <Box sx={{ overflow: "auto", maxHeight: { xs: 480, lg: "calc(100vh - 260px)" }, minHeight: 200 }}>
      <Box
        component="table"
        role="grid"
        ref={table}
        aria-multiselectable="true"
        sx={GRID}
        onKeyDown={onKeyDown}
        onCopy={onCopy}
        onMouseDown={(event: MouseEvent) => {
          choose(event, true);
        }}
        onMouseOver={(event: MouseEvent) => {
          choose(event, false);
        }}
        onClick={onClick}
      >
        <caption>{caption}. Arrows walk the cells, with Shift they choose several, Ctrl+C copies, Enter asks.</caption>
        <GridHead grid={grid} of={of} />
        <tbody>
          {grid.lines.map((line, row) => (
            <GridRow key={line.key} line={line} row={row} grid={grid} {...shownOf(row, chosen)} of={of} tints={tints} />
          ))}
        </tbody>
        <GridFoot grid={grid} chosen={chosen} of={of} />
      </Box>
      <CellMenu
        opened={opened}
        grid={grid}
        of={of}
        onClose={() => {
          setOpened(null);
        }}
      />
    </Box>
  );
}

function keyOf({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent) {
  return { key, shiftKey, isCtrl: ctrlKey || metaKey };
}

function placeOf(target: EventTarget | null): Place | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-cell]") : null;
  const [row, column] = (cell?.dataset.cell ?? "").split(":").map(Number);
  return row === undefined || column === undefined ? null : { row, column };
}

const cellAt = (table: HTMLTableElement | null, { row, column }: Place): HTMLElement | null =>
  table?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`) ?? null;

const copiedWords = (rows: number, columns: number): string =>
  rows * columns === 1 ? "Value copied" : `${rows} × ${columns} cells copied`;
