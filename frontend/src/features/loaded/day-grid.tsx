/** The days of one month and branch as links to their Overview, in weeks that begin on Monday. */
import { Box, Typography } from "@mui/material";
import { Link } from "wouter";
import { useLink } from "../../state/view-context";
import { dayOf, dayWords, monthWords, type DayState, type Month } from "./data";
import { PAINT } from "./month-mark";

interface DayGridProps {
  readonly branch: string | null;
  readonly month: Month;
}

const WORDS: Readonly<Record<DayState, string>> = {
  loaded: "loaded",
  partly: "loaded for some branches",
  missing: "not loaded",
  outside: "outside of the loaded range",
};

export function DayGrid({ branch, month }: DayGridProps) {
  const link = useLink();
  const filters = branch === null ? {} : { branch: { in: [branch], notIn: [] } };
  const before = (new Date(`${month.name}-01T00:00:00Z`).getUTCDay() + 6) % 7;
  return (
    <section aria-label="Days of the month">
      <Typography variant="subtitle2" component="h3">
        {monthWords(month.name)} · {branch ?? "all branches"}
      </Typography>
      <Typography variant="caption" component="p" color="textSecondary" sx={{ mb: 0.5 }}>
        {month.loaded} of {month.of} days loaded. A day opens its Overview.
      </Typography>
      <Box component="ol" sx={GRID}>
        {month.days.map((state, at) => {
          const day = dayOf(month.name, at);
          return (
            <Box key={day} component="li" sx={at === 0 ? { gridColumnStart: before + 1 } : undefined}>
              <Box
                component={Link}
                href={link("/", { period: "CUSTOM", from: day, to: day, filters })}
                data-state={state}
                title={`${dayWords(day)}: ${WORDS[state]}`}
                aria-label={`${dayWords(day)}: ${WORDS[state]}`}
                sx={DAY}
              >
                {at + 1}
              </Box>
            </Box>
          );
        })}
      </Box>
    </section>
  );
}

const GRID = {
  display: "grid",
  gridTemplateColumns: "repeat(7, minmax(28px, 38px))",
  gap: "3px",
  listStyle: "none",
  m: 0,
  p: 0,
} as const;

const DAY = {
  display: "grid",
  placeContent: "center",
  height: 26,
  borderRadius: 0.5,
  fontSize: 12,
  textDecoration: "none",
  border: "1px solid",
  borderColor: PAINT.loaded,
  bgcolor: "primary.main",
  color: "primary.contrastText",
  fontVariantNumeric: "tabular-nums",
  "&[data-state=partly]": {
    color: "text.primary",
    bgcolor: "transparent",
    backgroundImage: "linear-gradient(135deg, transparent 80%, var(--mui-palette-primary-main) 80%)",
  },
  "&[data-state=missing]": { bgcolor: "transparent", color: "text.primary", borderColor: PAINT.missing },
  "&[data-state=outside]": { bgcolor: "transparent", color: "text.secondary", borderColor: PAINT.outside },
  "&:hover": { textDecoration: "underline" },
} as const;
