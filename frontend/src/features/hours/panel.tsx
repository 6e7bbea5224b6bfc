/** When it is sold: seven days by 24 local hours, a number in every cell. */
import { Box } from "@mui/material";
import { useEffect, useMemo, useRef } from "react";
import type { HoursFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { useShell } from "../../api/shell";
import { windowOf } from "../../format";
import { withKeys } from "../../state/extra";
import { METRICS, unitOf, type MetricLook } from "../../state/metric";
import { useView } from "../../state/view-context";
import { UnitSaid } from "../../ui/answer-context";
import { MatrixTable } from "../../ui/matrix-table";
import { Switch } from "../../ui/switch";
import { Tile } from "../../ui/tile";
import type { Meta } from "../../api/unwrap";
import { businessHours, clock, HOURS, HOURS_OF, isEmptyWeek, weekOf } from "./data";

type Rows = NonNullable<HoursFragment["hourlySales"]["data"]>;

const HEIGHT = 240;

interface HoursProps {
  readonly asked: Asked<Rows>;
  readonly question: Question;
  readonly look: MetricLook;
}

export function Hours({ asked, question, look }: HoursProps) {
  const { view, show } = useView();
  return (
    <Tile
      title={`${look.label} by hour and weekday`}
      subtitle={asked.answer ? subtitleOf(asked.answer.meta, look) : ""}
      asked={asked}
      height={HEIGHT}
      question={question}
      isEmpty={isEmptyWeek}
      controls={
        <Switch
          label="Measure of the hours"
          value={look.metric}
          options={METRICS.map(({ metric, label }) => [metric, label] as const)}
          onChange={(metric) => {
            show(
              { extra: withKeys(view, { [HOURS_OF]: metric === "REVENUE" ? [] : [metric.toLowerCase()] }) },
              "replace",
            );
          }}
        />
      }
    >
      {(rows) => <Week rows={rows} look={look} />}
    </Tile>
  );
}

function Week({ rows, look }: { readonly rows: Rows; readonly look: MetricLook }) {
  const weekStart = useShell()?.version?.weekStart ?? 1;
  const week = useMemo(() => weekOf(rows, weekStart), [rows, weekStart]);
  const { first } = useMemo(() => businessHours(rows), [rows]);
  const place = useOpeningHour(first);
  return (
    <Box ref={place}>
      <UnitSaid>
        <MatrixTable
          caption={`${look.label} by weekday and local hour`}
          corner="Day"
          columns={HOURS.map((hour) => ({ key: String(hour), label: <span title={clock(hour)}>{hour}</span> }))}
          rows={week.map(({ weekday, name }) => ({ key: String(weekday), label: name }))}
          cells={week.map(({ cells }) =>
            cells.map(
              (cell) => cell && { value: cell.value, isNotLoaded: cell.days === 0, reason: reasonOf(cell.days) },
            ),
          )}
          kind={look.kind}
          isTight
        />
      </UnitSaid>
    </Box>
  );
}

const reasonOf = (days: number): string => (days === 0 ? "NOT_LOADED" : "NO_SALE");

/** Where the table is wider than its place, the first hour that sells stands at its left edge. */
function useOpeningHour(first: number) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const scroller = place.current?.querySelector("table")?.parentElement;
    const [, ...heads] = scroller?.querySelectorAll<HTMLElement>("thead th") ?? [];
    const [midnight, head] = [heads[0], heads[first]];
    if (scroller && midnight && head) scroller.scrollLeft = head.offsetLeft - midnight.offsetLeft;
  }, [first]);
  return place;
}

function subtitleOf({ period, currency }: Meta, look: MetricLook): string {
  const unit = unitOf(look) ?? currency;
  return period === null ? unit : `${windowOf(period.start, period.end, period.timezone)} · ${unit} · local time`;
}
