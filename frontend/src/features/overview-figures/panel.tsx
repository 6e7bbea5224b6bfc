/** Six key figures to choose from: the one chosen is what the whole page is read by. */
import { Box, Paper, Typography } from "@mui/material";
import { useId, type KeyboardEvent, type ReactNode } from "react";
import type { Metric } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import { useShell } from "../../api/shell";
import type { Meta } from "../../api/unwrap";
import { useSettings } from "../../state/settings-context";
import { AnswerOf } from "../../ui/answer-context";
import { Delta, HIDDEN } from "../../ui/delta";
import { Figure } from "../../ui/figure";
import { Spark } from "../../ui/spark";
import { TileContent } from "../../ui/tile-content";
import { tileState } from "../../ui/tile-state";
import { comparisonName } from "../../words";
import { isEmptyOverview, keyFigures, type KeyFigure, type Overview } from "./data";

const HEIGHT = 112;

interface KeyFiguresProps {
  readonly asked: Asked<Overview>;
  readonly sparks: Readonly<Partial<Record<Metric, readonly (number | null)[]>>>;
  readonly chosen: Metric;
  readonly onChoose: (metric: Metric) => void;
}

export function KeyFigures({ asked, sparks, chosen, onChoose }: KeyFiguresProps) {
  const state = tileState(asked, { isEmpty: isEmptyOverview });
  const isOld = asked.isOld && asked.answer !== null && asked.failure === null;
  return (
    <Box
      component="section"
      aria-label="Key figures"
      aria-busy={isOld}
      sx={{ minHeight: HEIGHT, opacity: isOld ? 0.55 : 1 }}
    >
      <TileContent state={state} height={HEIGHT} onRetry={asked.refetch}>
        {(overview, meta) => (
          <AnswerOf meta={meta}>
            <Choices figures={keyFigures(overview, meta.nulls)} {...{ meta, sparks, chosen, onChoose }} />
          </AnswerOf>
        )}
      </TileContent>
    </Box>
  );
}

interface ChoicesProps extends Omit<KeyFiguresProps, "asked"> {
  readonly figures: readonly KeyFigure[];
  readonly meta: Meta;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function Choices({ figures, sparks, chosen, onChoose }: ChoicesProps) {
  const move = (event: KeyboardEvent<HTMLElement>, index: number) => {
    const step = STEPS[event.key];
    const next = step === undefined ? undefined : figures.at((index + step) % figures.length);
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const group = event.currentTarget.parentElement;
    group?.querySelector<HTMLElement>(`[data-metric="${next.metric}"]`)?.focus();
    onChoose(next.metric);
  };
  return (
    <Box role="radiogroup" aria-label="Measure of the page" sx={GRID}>
      {figures.map((figure, index) => (
        <Choice
          key={figure.metric}
          figure={figure}
          isChosen={figure.metric === chosen}
          spark={sparks[figure.metric] ?? []}
          onChoose={() => {
            onChoose(figure.metric);
          }}
          onKeyDown={(event) => {
            move(event, index);
          }}
        />
      ))}
    </Box>
  );
}

interface ChoiceProps {
  readonly figure: KeyFigure;
  readonly isChosen: boolean;
  readonly spark: readonly (number | null)[];
  readonly onChoose: () => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

function Choice({ figure, isChosen, spark, onChoose, onKeyDown }: ChoiceProps) {
  const name = useId();
  const measure = useShell()?.measures.get(figure.measure);
  const { numbers } = useSettings().settings;
  return (
    <Paper
      variant="outlined"
      component="div"
      role="radio"
      aria-checked={isChosen}
      aria-labelledby={name}
      data-metric={figure.metric}
      tabIndex={isChosen ? 0 : -1}
      title={measure?.definition}
      onClick={onChoose}
      onKeyDown={(event) => {
        if (event.key === " " || event.key === "Enter") {
          event.preventDefault();
          onChoose();
        } else onKeyDown(event);
      }}
      sx={{ ...CARD, ...(isChosen && CHOSEN) }}
    >
      <Box sx={{ display: "flex", justifyContent: "space-between", gap: 0.5, alignItems: "center", minHeight: 20 }}>
        <Typography noWrap sx={{ fontSize: 12, color: "text.secondary", fontWeight: isChosen ? 600 : 400 }}>
          {figure.label}
        </Typography>
        <Box sx={{ color: isChosen ? "primary.main" : "text.secondary", display: "flex" }}>
          <Spark values={spark} />
        </Box>
      </Box>
      <Box id={name} sx={{ minWidth: 0 }}>
        <Box component="span" sx={HIDDEN}>{`${figure.label} `}</Box>
        <Box sx={{ fontSize: { xs: 19, sm: 22 }, fontWeight: 600, lineHeight: 1.3 }}>
          <Figure value={figure.value} kind={figure.kind} reason={figure.reason} numbers={numbers} />
        </Box>
        <Small figure={figure} direction={measure?.direction} />
      </Box>
    </Paper>
  );
}

/** What changed against each comparison, then what else belongs to the figure. */
function Small({ figure, direction }: { readonly figure: KeyFigure; readonly direction: string | undefined }) {
  const { changes, note } = figure;
  const parts: ReactNode[] = changes.slice(0, 2).map((change) => (
    <span key={change.comparison} title={`against ${comparisonName(change.comparison)}`}>
      <Delta value={change.value} kind={change.kind} direction={direction} reason={change.reason} />
    </span>
  ));
  if (note !== null && changes.length < 2) {
    parts.push(
      <Box component="span" key="note" sx={{ color: "text.secondary" }}>
        {note.label} <Figure value={note.value} kind={note.kind} />
      </Box>,
    );
  }
  return (
    <Box sx={{ fontSize: 12.5, display: "flex", flexWrap: "wrap", columnGap: 1.25, lineHeight: 1.4 }}>{parts}</Box>
  );
}

const GRID = {
  display: "grid",
  gap: 1.5,
  gridTemplateColumns: {
    xs: "repeat(2, minmax(0, 1fr))",
    sm: "repeat(3, minmax(0, 1fr))",
    lg: "repeat(6, minmax(0, 1fr))",
  },
} as const;
const CARD = {
  position: "relative",
  px: 1.25,
  py: 1,
  minHeight: HEIGHT,
  minWidth: 0,
  overflow: "hidden",
  cursor: "pointer",
  display: "flex",
  flexDirection: "column",
  gap: 0.5,
  "&:hover": { borderColor: "primary.main" },
} as const;
/** Not by colour alone: a bar along the edge. */
const CHOSEN = { borderColor: "primary.main", boxShadow: "inset 0 3px 0 var(--mui-palette-primary-main)" } as const;
