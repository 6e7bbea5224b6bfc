/** One number on screen: shown as its kind is, copied and read aloud at full precision; a null with its reason. */
import { NONE, numberAs, type Kind, type Numbers } from "../format";
import { useSettings } from "../state/settings-context";
import { nullReason } from "../words";
import { useCurrency } from "./answer-context";

interface FigureProps {
  readonly value: number | string | null | undefined;
  readonly kind: Kind;
  /** Code of the reason when the value is null. */
  readonly reason?: string | null | undefined;
  readonly numbers?: Numbers | undefined;
  /** Of the tile's answer unless given. */
  readonly currency?: string | undefined;
}

export function Figure({ value, kind, reason = null, numbers, currency }: FigureProps) {
  if (value === null || value === undefined) return <Missing kind={kind} reason={reason} />;
  if (typeof value === "string") return <data value={value}>{value}</data>;
  return <Known value={value} kind={kind} numbers={numbers} currency={currency} />;
}

interface KnownProps {
  readonly value: number;
  readonly kind: Kind;
  readonly numbers: Numbers | undefined;
  readonly currency: string | undefined;
}

function Known({ value, kind, numbers, currency }: KnownProps) {
  const stated = useCurrency();
  const unit = currency ?? stated;
  const { settings } = useSettings();
  const shown = numberAs(value, { kind, currency: unit, numbers: numbers ?? settings.numbers });
  const full = numberAs(value, { kind, currency: unit, numbers: "full" });
  return (
    <data className="figure" value={String(value)} title={full === shown ? undefined : full}>
      {shown}
    </data>
  );
}

function Missing({ kind, reason }: { readonly kind: Kind; readonly reason: string | null }) {
  const isNew = kind === "growth" && reason === "ZERO_BASE";
  const words = reason === null ? "not known" : nullReason(reason);
  return (
    <data value="" title={words} aria-label={isNew ? words : `no value: ${words}`} role="img">
      {isUnloaded(kind, reason) ? <span style={NOT_LOADED}>not loaded</span> : isNew ? "new" : NONE}
    </data>
  );
}

const isUnloaded = (kind: Kind, reason: string | null): boolean =>
  kind !== "growth" && kind !== "points" && UNLOADED.includes(reason ?? "");

/** What was never loaded does not look like what has no value; a change of it has none. */
const UNLOADED: readonly string[] = ["NOT_LOADED", "MEASURE_NOT_LOADED", "DIMENSION_NOT_LOADED"];
const NOT_LOADED = {
  fontSize: "max(0.6875rem, 0.6em)",
  fontWeight: 400,
  color: "var(--mui-palette-text-secondary)",
} as const;
