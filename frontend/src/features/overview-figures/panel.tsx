/** Six key figures to choose from: the one chosen is what the whole page is read by. */
import { Box } from "@mui/material";
import type { KeyboardEvent } from "react";
import type { Metric } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Answer } from "../../api/unwrap";
import { AnswerOf } from "../../ui/answer-context";
import { TileContent } from "../../ui/tile-content";
import { tileState } from "../../ui/tile-state";
import { CARD_HEIGHT, FigureCard } from "./card";
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
  const isOld = asked.isOld && asked.answer !== null && asked.failure === null;
  return (
    <Box
      component="section"
      aria-label="Key figures"
      aria-busy={isOld}
      sx={{ minHeight: CARD_HEIGHT, opacity: isOld ? 0.55 : 1 }}
    >
      <TileContent state={state} height={CARD_HEIGHT} onRetry={asked.refetch}>
        {(overview, meta) => (
          <AnswerOf meta={meta}>
            <Choices
              figures={keyFigures(overview, meta.nulls)}
              answer={{ data: overview, error: null, meta }}
              {...rest}
            />
          </AnswerOf>
        )}
      </TileContent>
    </Box>
  );
}

interface ChoicesProps extends Omit<KeyFiguresProps, "asked"> {
  readonly figures: readonly KeyFigure[];
  readonly answer: Answer<Overview>;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function Choices({ figures, answer, question, sparks, chosen, onChoose }: ChoicesProps) {
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

const GRID = {
  display: "grid",
  gap: 1.5,
  gridTemplateColumns: {
    xs: "repeat(2, minmax(0, 1fr))",
    sm: "repeat(3, minmax(0, 1fr))",
    lg: "repeat(6, minmax(0, 1fr))",
  },
} as const;
