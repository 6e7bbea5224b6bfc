/** What every part of a result knows of its question. */
import type { Meta } from "../../api/unwrap";
import { day, instant } from "../../format";
import { dateFormat } from "../../intl";
import type { Exploration } from "../../state/exploration";

export interface ResultOf {
  readonly asked: Exploration;
  readonly meta: Meta;
  readonly currency: string;
  readonly isGrouped: boolean;
  /** What stands across: "Month", "Product line". */
  readonly columnLabel: string;
  readonly sort: string | null;
  readonly onSort: (sort: string | null) => void;
  /** A bucket that is a row: the API gives its first moment. */
  readonly bucket: (start: string | null) => string;
}

const MONTH_YEAR = { month: "short", year: "numeric" } as const;

export function bucketWords(start: string | null, grain: string | null, zone: string): string {
  if (start === null) return "";
  if (grain === "hour") return instant(start, zone);
  if (grain === "month") return dateFormat("en-GB", { ...MONTH_YEAR, timeZone: zone }).format(new Date(start));
  return grain === "day" ? day(start, zone) : `from ${day(start, zone)}`;
}
