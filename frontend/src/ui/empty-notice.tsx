/** Nothing was sold: of which days and members, and buttons that undo what most likely left nothing. */
import { Box, Button, Typography } from "@mui/material";
import type { Meta } from "../api/unwrap";
import { useShell } from "../api/shell";
import { windowOf } from "../format";
import { DEFAULT_VIEW, DIMENSIONS, withMembers, type Dimension, type Members, type View } from "../state/view";
import { useView } from "../state/view-context";

interface EmptyNoticeProps {
  readonly meta: Meta;
  /** What there is none of: "No sales" unless there may be sales all the same. */
  readonly none?: string | undefined;
}

export function EmptyNotice({ meta, none = "No sales" }: EmptyNoticeProps) {
  const { view, show } = useView();
  const shell = useShell();
  const filters = Object.entries(view.filters) as [Dimension, Members][];
  const label = (dimension: Dimension) => shell?.dimensions.get(dimension)?.label ?? dimension;
  const unknown = meta.warnings.filter(({ code }) => code === "UNKNOWN_MEMBER");
  return (
    <Box data-state="empty" sx={{ display: "grid", gap: 1, justifyItems: "start", py: 1 }}>
      <Typography color="textSecondary">{`${none}${whereNone(meta, view, label)}`}</Typography>
      {unknown.map((warning) => (
        <Nearest key={warning.message} warning={warning} />
      ))}
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
        {filters.map(([dimension]) => (
          <Button
            key={dimension}
            size="small"
            variant="outlined"
            onClick={() => void show({ filters: withMembers(view.filters, dimension, { in: [], notIn: [] }) })}
          >
            Any {label(dimension).toLowerCase()}
          </Button>
        ))}
        {view.period !== DEFAULT_VIEW.period && (
          <Button
            size="small"
            variant="outlined"
            onClick={() => void show({ period: DEFAULT_VIEW.period, from: null, to: null })}
          >
            Newest month
          </Button>
        )}
      </Box>
    </Box>
  );
}

/** A name of an old link that nobody has, and the one that is most like it. */
function Nearest({ warning }: { readonly warning: Meta["warnings"][number] }) {
  const { view, show } = useView();
  const near = nearestName(warning.message);
  const dimension = DIMENSIONS.find((name) => name === warning.field);
  return (
    <Typography variant="body2">
      {warning.message}{" "}
      {near !== null && dimension !== undefined && (
        <Button
          size="small"
          onClick={() => void show({ filters: withMembers(view.filters, dimension, { in: [near], notIn: [] }) })}
        >
          Use {near}
        </Button>
      )}
    </Typography>
  );
}

/** "No completed line has branch 'Nairbi'. Nearest: 'Nairobi'." */
function nearestName(message: string): string | null {
  return /Nearest: '(.+)'\.$/.exec(message)?.[1] ?? null;
}

/** " on 1–18 Dec 2024 for Branch Kisumu." */
function whereNone({ period }: Meta, { filters }: View, label: (dimension: Dimension) => string): string {
  const when = period === null ? "" : ` on ${windowOf(period.start, period.end, period.timezone)}`;
  const kept = Object.entries(filters) as [Dimension, Members][];
  const parts = kept.map(([dimension, { in: chosen, notIn }]) => {
    const members = chosen.length > 0 ? chosen.join(", ") : `other than ${notIn.join(", ")}`;
    return `${label(dimension)} ${members}`;
  });
  return `${when}${parts.length > 0 ? ` for ${parts.join(" and ")}` : ""}.`;
}
