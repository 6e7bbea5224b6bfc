/** On paper alone: what the page was asked, since the filter bar is not printed. */
import { Box } from "@mui/material";
import { useAnswered } from "../api/windows";
import { windowInWords } from "../state/day-words";
import { DIMENSIONS } from "../state/view";
import { useView } from "../state/view-context";
import { chipText } from "./filter-bar/chip-text";
import { NAMES, NOBODY } from "./filter-bar/names";
import { useLive } from "./live";

export function Printed({ isAsking }: { readonly isAsking: boolean }) {
  const { view } = useView();
  const answered = useAnswered();
  const { shown } = useLive();
  if (!isAsking) return null;
  const filters = DIMENSIONS.filter((dimension) => view.filters[dimension] !== undefined);
  const parts = [
    answered && windowInWords(answered.period.start, answered.period.end),
    ...(answered?.comparisons ?? []).map(({ start, end }) => `vs ${windowInWords(start, end)}`),
    ...filters.map((dimension) => chipText(NAMES[dimension], view.filters[dimension] ?? NOBODY, Infinity)),
    answered && `times in ${answered.period.timezone}`,
    shown && `data version ${shown.version}`,
  ];
  return (
    <Box data-print component="p" sx={{ display: "none", mt: 0 }}>
      {parts.filter((part) => part !== null).join(" · ")}
    </Box>
  );
}
