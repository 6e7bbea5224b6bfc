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
      {isNew ? "new" : NONE}
    </data>
  );
}
