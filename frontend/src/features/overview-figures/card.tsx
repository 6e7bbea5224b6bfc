/** A figure to choose, and a small button for its proof and its menu. */
import { Box, IconButton, Paper, Typography } from "@mui/material";
import { useId, type KeyboardEvent } from "react";
import type { Answer, Meta } from "../../api/unwrap";
import type { Question } from "../../api/rest";
import { useShell } from "../../api/shell";
import { useSettings } from "../../state/settings-context";
import { UnitSaid } from "../../ui/answer-context";
import { Delta, HIDDEN } from "../../ui/delta";
import { Figure } from "../../ui/figure";
import { DotsIcon } from "../../ui/icons";
import { Spark } from "../../ui/spark";
import { useTileTools, type TileTools } from "../../ui/tile-tools";
import { chipsOf } from "../../ui/chips";
import { comparisonName, subtitleOf } from "../../words";
import type { KeyFigure } from "./data";

export const CARD_HEIGHT = 130;
/** Where two stand side by side on a phone, what belongs to a figure may take two lines. */
export const PHONE_CARD_HEIGHT = 134;

interface CardProps {
  readonly figure: KeyFigure;
  readonly answer: Answer<unknown>;
  readonly question: Question;
  readonly isChosen: boolean;
  /** An earlier answer, kept while the server is away. */
  readonly isLate: boolean;
  readonly spark: readonly (number | null)[];
  readonly onChoose: () => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

export function FigureCard({ answer, question, isLate, ...face }: CardProps) {
  const { figure, isChosen } = face;
  const title = figure.label;
  const subtitle = [...chipsOf(answer.meta, isLate), shortly(subtitleOf(shownOf(answer.meta), null))].join(" · ");
  const tools = useTileTools({ title, question, answer, hasTwin: false, measure: figure.measure });
  return (
    <Paper variant="outlined" onKeyDown={tools.onKeyDown} sx={{ ...CARD, ...(isChosen && CHOSEN) }}>
      <Face {...face} subtitle={subtitle} />
      <More title={title} place={tools.menuButton} onOpen={tools.openMenu} isChosen={isChosen} />
      {tools.layers}
    </Paper>
  );
}

interface FaceProps extends Omit<CardProps, "answer" | "question" | "isLate"> {
  readonly subtitle: string;
}

function Face({ figure, subtitle, isChosen, spark, onChoose, onKeyDown }: FaceProps) {
  const name = useId();
  const measure = useShell()?.measures.get(figure.measure);
  const { numbers } = useSettings().settings;
  return (
    <Box
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
      sx={FACE}
    >
      <Box sx={HEAD}>
        <Typography
          noWrap
          sx={{
            fontSize: 12,
            flex: "none",
            maxWidth: "100%",
            color: "text.secondary",
            fontWeight: isChosen ? 600 : 400,
          }}
        >
          {figure.label}
        </Typography>
        <Box sx={{ ...SPARK, color: isChosen ? "primary.main" : "text.secondary" }}>
          <Spark values={spark} />
        </Box>
      </Box>
      <Box id={name} sx={{ minWidth: 0 }}>
        <Box component="span" sx={HIDDEN}>{`${figure.label} `}</Box>
        <Box sx={{ fontSize: { xs: 19, sm: 22 }, fontWeight: 600, lineHeight: 1.3, pr: 3 }}>
          <Figure value={figure.value} kind={figure.kind} reason={figure.reason} numbers={numbers} />
        </Box>
        <Small figure={figure} direction={measure?.direction} />
      </Box>
      <Box sx={{ fontSize: 10.5, lineHeight: 1.2, letterSpacing: "-0.01em", color: "text.secondary" }}>{subtitle}</Box>
    </Box>
  );
}

interface MoreProps {
  readonly title: string;
  readonly place: TileTools["menuButton"];
  readonly onOpen: TileTools["openMenu"];
  readonly isChosen: boolean;
}

function More({ title, place, onOpen, isChosen }: MoreProps) {
  const label = `Proof and more for ${title}`;
  return (
    <IconButton
      ref={place}
      size="small"
      aria-label={label}
      title={label}
      aria-haspopup="menu"
      tabIndex={isChosen ? 0 : -1}
      data-print="hide"
      onClick={(event) => {
        onOpen(event.currentTarget);
      }}
      sx={BUTTON}
    >
      <DotsIcon />
    </IconButton>
  );
}

/** The comparisons that a card has room for. */
const MOST_SHOWN = 2;

const shownOf = (meta: Meta): Meta => ({ ...meta, comparisons: meta.comparisons.slice(0, MOST_SHOWN) });

/** The year of the window is not said again of others in it. */
function shortly(subtitle: string): string {
  const year = /^[^·]*( \d{4}) ·/.exec(subtitle)?.[1];
  if (year === undefined) return subtitle;
  const [now = "", ...then] = subtitle.split(" · ");
  return [now, ...then.map((one) => one.replaceAll(year, ""))].join(" · ");
}

/** What changed against each comparison, then what else belongs to the figure. */
function Small({ figure, direction }: { readonly figure: KeyFigure; readonly direction: string | undefined }) {
  const { changes, notes } = figure;
  return (
    <>
      <Box sx={{ fontSize: 12.5, display: "flex", flexWrap: "wrap", columnGap: 1.25, lineHeight: 1.4 }}>
        {changes.slice(0, MOST_SHOWN).map((change) => (
          <span key={change.comparison} title={`against ${comparisonName(change.comparison)}`}>
            <Delta value={change.value} kind={change.kind} direction={direction} reason={change.reason} />
          </span>
        ))}
      </Box>
      <Box
        sx={{
          fontSize: 11.5,
          lineHeight: 1.3,
          whiteSpace: { sm: "nowrap" },
          letterSpacing: "-0.01em",
          color: "text.secondary",
        }}
      >
        <UnitSaid>
          {notes.map(({ label, value, kind, reason, isPart }) => (
            <span key={label}>
              {isPart === true ? <Box component="span" sx={HIDDEN}>{`, ${label} `}</Box> : `${label} `}
              {isPart === true && <span aria-hidden="true">· </span>}
              <Figure value={value} kind={kind} reason={reason} />{" "}
            </span>
          ))}
        </UnitSaid>
      </Box>
    </>
  );
}

const CARD = {
  position: "relative",
  minHeight: { xs: PHONE_CARD_HEIGHT, sm: CARD_HEIGHT },
  minWidth: 0,
  "&:hover": { borderColor: "primary.main" },
} as const;
/** Smaller where its label needs the room. */
const SPARK = { display: "flex", minWidth: 0, flex: "0 1 72px", "& svg": { width: "100%", height: "auto" } } as const;
/** Not by colour alone: a bar along the edge. */
const CHOSEN = { borderColor: "primary.main", boxShadow: "inset 0 3px 0 var(--mui-palette-primary-main)" } as const;
const FACE = {
  px: 1.25,
  py: 0.875,
  height: "100%",
  overflow: "hidden",
  cursor: "pointer",
  display: "flex",
  flexDirection: "column",
  gap: 0.25,
  borderRadius: "inherit",
} as const;
const HEAD = {
  display: "flex",
  justifyContent: "space-between",
  gap: 0.5,
  alignItems: "center",
  minHeight: 20,
} as const;
/** Beside the number; there for a pointer that is near, for the keyboard, and always where there is no hover. */
const BUTTON = {
  position: "absolute",
  top: "1.875rem",
  right: 4,
  width: "1.5rem",
  height: "1.5rem",
  fontSize: 17,
  color: "text.secondary",
  "@media (hover: hover)": {
    opacity: 0,
    ".MuiPaper-root:hover > &, &:focus-visible, [role=radio]:focus-visible + &": { opacity: 1 },
  },
} as const;
