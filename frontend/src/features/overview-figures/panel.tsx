/** Six key figures to choose from: the one chosen is what the whole page is read by. */
import { Box, useMediaQuery, useTheme } from "@mui/material";
import type { KeyboardEvent } from "react";
import type { Metric } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Answer } from "../../api/unwrap";
import { AnswerOf } from "../../ui/answer-context";
import { TileContent } from "../../ui/tile-content";
import { tileState } from "../../ui/tile-state";
import { CARD_HEIGHT, FigureCard, PHONE_CARD_HEIGHT } from "./card";
import { isEmptyOverview, keyFigures, type KeyFigure, type Overview } from "./data";

interface KeyFiguresProps {
  readonly asked: Asked<Overview>;
  readonly question: Question;
  readonly sparks: Readonly<Partial<Record<Metric, readonly (number | null)[]>>>;
  readonly chosen: Metric;
  readonly onChoose: (metric: Metric) => void;
}

export function KeyFigures({ asked, ...rest }: KeyFiguresProps) {
  const state = tileState(asked, { isEmpty: isEmptyOverview });
  const height = useHeight();
  const isOld = asked.isOld && asked.answer !== null && asked.failure === null;
  return (
    <Box
      component="section"
      aria-label="Key figures"
      aria-busy={isOld}
      sx={{ minHeight: height, opacity: isOld ? 0.55 : 1 }}
    >
      <TileContent state={state} height={height} onRetry={asked.refetch}>
        {(overview, meta) => (
          <AnswerOf meta={meta}>
            <Choices
              figures={keyFigures(overview, meta.nulls)}
              answer={{ data: overview, error: null, meta }}
              isLate={state.kind === "ready" && state.isLate}
              {...rest}
            />
          </AnswerOf>
        )}
      </TileContent>
    </Box>
  );
}

/** Of all cards as they will stand: nothing below moves when they come. */
function useHeight(): number {
  const { breakpoints } = useTheme();
  const isPhone = useMediaQuery(breakpoints.down("sm"));
  const isWide = useMediaQuery(breakpoints.up("lg"));
  if (isWide) return CARD_HEIGHT;
  return isPhone ? 3 * PHONE_CARD_HEIGHT + 2 * GAP : 2 * CARD_HEIGHT + GAP;
}

interface ChoicesProps extends Omit<KeyFiguresProps, "asked"> {
  readonly figures: readonly KeyFigure[];
  readonly answer: Answer<Overview>;
  readonly isLate: boolean;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function Choices({ figures, answer, isLate, question, sparks, chosen, onChoose }: ChoicesProps) {
  const move = (event: KeyboardEvent<HTMLElement>, index: number) => {
    const step = STEPS[event.key];
    const next = step === undefined ? undefined : figures.at((index + step) % figures.length);
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const group = event.currentTarget.closest("[role=radiogroup]");
    group?.querySelector<HTMLElement>(`[data-metric="${next.metric}"]`)?.focus();
    onChoose(next.metric);
  };
  return (
    <Box role="radiogroup" aria-label="Measure of the page" sx={GRID}>
      {figures.map((figure, index) => (
        <FigureCard
          key={figure.metric}
          figure={figure}
          answer={answer}
          isLate={isLate}
          question={question}
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

const GAP = 12;
const GRID = {
  display: "grid",
  gap: `${GAP}px`,
  gridTemplateColumns: {
    xs: "repeat(2, minmax(0, 1fr))",
    sm: "repeat(3, minmax(0, 1fr))",
    lg: "repeat(6, minmax(0, 1fr))",
  },
} as const;
