/** What may be chosen, and why something may not: the catalog's word, or a limit. Pure. */
import type { CatalogDimension, CatalogMeasure, Shell } from "../../api/shell";
import { GRAINS, isGrain, MOST, SHAPES, type Exploration, type Shape } from "../../state/exploration";

export interface Choice {
  readonly name: string;
  readonly label: string;
  readonly isChosen: boolean;
  /** Why it cannot be chosen. */
  readonly reason: string | null;
  /** What is to know about it, such as what it means. */
  readonly note: string;
}

const NEVER = "Never loaded: no file carries what it needs.";
const COUNTED: Readonly<Record<string, string>> = {
  "distinct orders": "orders",
  "distinct days": "days",
  distinct: "members",
};

export function measureChoices(shell: Shell, asked: Exploration): readonly Choice[] {
  const isFull = asked.measures.length >= MOST.measures;
  return [...shell.measures.values()].map((measure) => {
    const isChosen = asked.measures.includes(measure.name);
    return {
      name: measure.name,
      label: measure.label,
      isChosen,
      reason: isChosen ? null : measureReason(measure, isFull),
      note: noteOf(measure, shell, asked),
    };
  });
}

function measureReason({ loaded }: CatalogMeasure, isFull: boolean): string | null {
  if (!loaded) return NEVER;
  return isFull ? `${MOST.measures} measures are the most. Take one out first.` : null;
}

/** A count of orders by parts of an order adds up to more than the orders there are: allowed, and said. */
function noteOf(measure: CatalogMeasure, shell: Shell, { rows, column }: Exploration): string {
  const parts = [...rows, column].flatMap((name) => {
    const dimension = shell.dimensions.get(name ?? "");
    return dimension?.level === "line" ? [dimension.label.toLowerCase()] : [];
  });
  const counted = COUNTED[measure.class];
  if (counted === undefined || parts.length === 0) return measure.definition;
  return `${measure.definition}. By ${parts.join(" and ")}, ${counted} of several count once in each; totals count them once.`;
}

export function rowChoices(shell: Shell, asked: Exploration): readonly Choice[] {
  const isFull = asked.rows.length >= MOST.rows;
  return [...shell.dimensions.values()].map((dimension) => {
    const isChosen = asked.rows.includes(dimension.name);
    const reason = isChosen ? null : dimensionReason(dimension, asked.column === dimension.name);
    return {
      name: dimension.name,
      label: dimension.label,
      isChosen,
      reason: reason ?? (isFull && !isChosen ? `${MOST.rows} are the most. Take one out first.` : null),
      note: membersOf(dimension),
    };
  });
}

function dimensionReason({ loaded }: CatalogDimension, isTaken: boolean): string | null {
  if (!loaded) return NEVER;
  return isTaken ? "It stands in the columns already." : null;
}

const membersOf = ({ memberCount, definition }: CatalogDimension): string =>
  memberCount === null ? definition : `${memberCount} of them: ${definition}`;

export function columnChoices(shell: Shell, asked: Exploration): readonly Choice[] {
  const grains = GRAINS.map((grain) => ({
    name: grain,
    label: grainLabel(grain),
    isChosen: asked.column === grain,
    reason: null,
    note: "time",
  }));
  const dimensions = [...shell.dimensions.values()].map((dimension) => ({
    name: dimension.name,
    label: dimension.label,
    isChosen: asked.column === dimension.name,
    reason: columnReason(dimension, asked),
    note: membersOf(dimension),
  }));
  return [...grains, ...dimensions];
}

function columnReason(dimension: CatalogDimension, { rows, column }: Exploration): string | null {
  if (column === dimension.name) return null;
  if (!dimension.loaded) return NEVER;
  if (rows.includes(dimension.name)) return "It stands in the rows already.";
  const isMany = (dimension.memberCount ?? 0) > MOST.shownColumns;
  return isMany
    ? `${dimension.memberCount ?? 0} columns are too many to read; ${MOST.shownColumns} are the most. Use it as rows.`
    : null;
}

export const grainLabel = (grain: string): string => `${grain.slice(0, 1).toUpperCase()}${grain.slice(1)}`;

const SHAPE_LABELS: Readonly<Record<Shape, string>> = {
  table: "Table",
  pivot: "Pivot",
  lines: "Lines",
  bars: "Bars",
  matrix: "Matrix",
};

export function shapeChoices(shell: Shell | null, asked: Exploration): readonly (Choice & { readonly name: Shape })[] {
  return SHAPES.map((shape) => ({
    name: shape,
    label: SHAPE_LABELS[shape],
    isChosen: asked.shape === shape,
    reason: shapeReason(shape, shell, asked),
    note: "",
  }));
}

const ACROSS = "Choose what becomes columns first.";
const REASONS: Readonly<Record<Shape, (asked: Exploration) => string | null>> = {
  table: () => null,
  pivot: ({ column }) => (column === null ? ACROSS : null),
  lines: ({ column }) => (isGrain(column) ? null : "Lines go over time: choose a time as columns first."),
  bars: barsReason,
  matrix: ({ column, rows }) => {
    if (column === null) return ACROSS;
    return rows.length === 0 ? "Choose rows first." : null;
  },
};

function barsReason({ column, rows }: Exploration): string | null {
  if (column === null) return rows.length === 0 ? "Choose rows to rank first." : null;
  if (!isGrain(column)) return "Bars rank rows: take the columns out first.";
  return rows.length === 0 ? null : "Bars over time are of one total: take the rows or the columns out first.";
}

function shapeReason(shape: Shape, shell: Shell | null, asked: Exploration): string | null {
  const first = shell?.measures.get(asked.measures[0] ?? "");
  const isDrawn = shape === "lines" || shape === "bars" || shape === "matrix";
  if (isDrawn && first?.unit === "instant") return "A moment cannot be drawn: move another measure to the first place.";
  return REASONS[shape](asked);
}

/** The question with a form that it may have: a pivot as soon as something stands across. */
export function settled(next: Exploration, before: Exploration): Exploration {
  const becamePivot = before.column === null && next.column !== null && next.shape === "table";
  const shape = becamePivot ? "pivot" : next.shape;
  if (shapeReason(shape, null, next) === null) return { ...next, shape };
  return { ...next, shape: next.column === null ? "table" : "pivot" };
}
