/** What was chosen, in order: each chip has a menu, moves with Alt and an arrow or by dragging, and goes with Delete. */
import { Box, ButtonBase, Menu, MenuItem } from "@mui/material";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { movedBy } from "../../state/exploration";
import { useSay } from "../../ui/say";
import { ChoiceMenu } from "./choice-menu";
import type { Choice } from "./reasons";

interface ChipListProps {
  /** "Measures" */
  readonly title: string;
  readonly names: readonly string[];
  readonly choices: readonly Choice[];
  /** Whether the last one may be taken out. */
  readonly mayBeEmpty: boolean;
  readonly onChange: (names: readonly string[]) => void;
}

export function ChipList({ title, names, choices, mayBeEmpty, onChange }: ChipListProps) {
  const [adding, setAdding] = useState<Element | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const refocus = useRef<string | null>(null);
  useEffect(() => {
    // a chip that was moved in the document has lost the focus
    const chip = refocus.current === null ? null : chipOf(list.current, refocus.current);
    chip?.focus();
    refocus.current = null;
  }, [names]);
  const say = useSay();
  const labelOf = (name: string) => choices.find((choice) => choice.name === name)?.label ?? name;
  const remove = (name: string) => {
    if (mayBeEmpty || names.length > 1) onChange(names.filter((one) => one !== name));
    else say("One measure must stay.");
  };
  const move = (name: string, step: -1 | 1) => {
    const next = movedBy(names, name, step);
    refocus.current = name;
    onChange(next);
    say(`${labelOf(name)} is ${next.indexOf(name) + 1} of ${next.length}`);
  };
  const toggle = (name: string) => {
    if (names.includes(name)) remove(name);
    else onChange([...names, name]);
  };
  return (
    <Section title={title}>
      <Box component="ul" ref={list} aria-label={title} sx={LIST}>
        {names.map((name, index) => (
          <Chip
            key={name}
            name={name}
            label={labelOf(name)}
            place={`${index + 1} of ${names.length}`}
            onMove={(step) => {
              move(name, step);
            }}
            onRemove={() => {
              remove(name);
            }}
            onDragStart={() => {
              setDragged(name);
            }}
            onDrop={() => {
              if (dragged !== null && names.includes(dragged)) onChange(placed(names, dragged, index));
            }}
          />
        ))}
        <li>
          <ButtonBase
            sx={ADD}
            aria-haspopup="menu"
            aria-label={`Add to ${title.toLowerCase()}`}
            onClick={(event) => {
              setAdding(event.currentTarget);
            }}
          >
            + Add
          </ButtonBase>
        </li>
      </Box>
      <ChoiceMenu
        label={title}
        anchor={adding}
        choices={choices}
        onChoose={toggle}
        onClose={() => {
          setAdding(null);
        }}
      />
    </Section>
  );
}

/** A name taken out of its place and put into another. */
function placed(names: readonly string[], name: string, index: number): readonly string[] {
  return names.filter((one) => one !== name).toSpliced(index, 0, name);
}

const chipOf = (list: HTMLElement | null, name: string): HTMLElement | null =>
  list?.querySelector<HTMLElement>(`[data-chip="${name}"]`) ?? null;

interface ChipProps {
  readonly name: string;
  readonly label: string;
  readonly place: string;
  readonly onMove: (step: -1 | 1) => void;
  readonly onRemove: () => void;
  readonly onDragStart: () => void;
  readonly onDrop: () => void;
}

const STEPS: Readonly<Record<string, -1 | 1>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

function Chip({ name, label, place, onMove, onRemove, onDragStart, onDrop }: ChipProps) {
  const [anchor, setAnchor] = useState<Element | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.altKey ? STEPS[event.key] : undefined;
    if (step !== undefined) onMove(step);
    else if (event.key === "Delete" || event.key === "Backspace") onRemove();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const close = () => {
    setAnchor(null);
  };
  const actions: readonly (readonly [string, () => void])[] = [
    ["Move before", onMove.bind(null, -1)],
    ["Move after", onMove.bind(null, 1)],
    ["Take out", onRemove],
  ];
  return (
    <li
      draggable
      onDragStart={onDragStart}
      onDragOver={(event) => {
        event.preventDefault();
      }}
      onDrop={onDrop}
    >
      <ButtonBase
        sx={CHIP}
        data-chip={name}
        aria-haspopup="menu"
        aria-label={`${label}, ${place}. Alt and an arrow move it, Delete takes it out.`}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          setAnchor(event.currentTarget);
        }}
      >
        {label}
      </ButtonBase>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close} slotProps={{ list: { dense: true } }}>
        {actions.map(([text, act]) => (
          <MenuItem
            key={text}
            onClick={() => {
              close();
              act();
            }}
          >
            {text}
          </MenuItem>
        ))}
      </Menu>
    </li>
  );
}

interface SectionProps {
  readonly title: string;
  readonly children: React.ReactNode;
}

export function Section({ title, children }: SectionProps) {
  return (
    <Box sx={{ display: "grid", gap: 0.75 }}>
      <Box component="h3" sx={{ m: 0, fontSize: 12, fontWeight: 600, color: "text.secondary" }}>
        {title}
      </Box>
      {children}
    </Box>
  );
}

const LIST = { listStyle: "none", m: 0, p: 0, display: "flex", flexWrap: "wrap", gap: 0.75 } as const;
const CHIP = {
  px: 1.25,
  minHeight: 30,
  borderRadius: 4,
  fontSize: 13,
  fontFamily: "inherit",
  bgcolor: "action.selected",
  "&:hover": { bgcolor: "action.focus" },
  "&:focus-visible": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: 1 },
} as const;
const ADD = {
  ...CHIP,
  bgcolor: "transparent",
  border: "1px dashed",
  borderColor: "text.secondary",
  color: "text.secondary",
} as const;
