/** A bar in a row, from zero: what is below zero goes to the left of it. */

export interface Scale {
  readonly low: number;
  readonly high: number;
}

/** The scale that holds zero and every value. */
export function scaleOf(values: readonly (number | null | undefined)[]): Scale {
  const known = values.filter((value) => typeof value === "number");
  return { low: Math.min(0, ...known), high: Math.max(0, ...known) };
}

/** Where a value's bar begins and how wide it is, in per cent of the place. */
export function barOf(value: number, { low, high }: Scale): { readonly left: number; readonly width: number } {
  const span = high - low;
  if (span === 0) return { left: 0, width: 0 };
  const percent = (part: number) => Math.round((part / span) * 10_000) / 100;
  return { left: percent(Math.min(value, 0) - low), width: percent(Math.abs(value)) };
}

interface BarProps {
  readonly value: number | null;
  readonly scale: Scale;
  readonly height?: number;
}

export function Bar({ value, scale, height = 8 }: BarProps) {
  const { left, width } = value === null ? { left: 0, width: 0 } : barOf(value, scale);
  const zero = barOf(0, scale).left;
  const isLoss = value !== null && value < 0;
  return (
    <div className="bar" aria-hidden="true" style={{ height }}>
      {zero > 0 && <div className="zero" style={{ left: `${zero}%` }} />}
      <div
        className={isLoss ? "part loss" : "part"}
        style={{ left: `${left}%`, width: `${width}%`, minWidth: width > 0 ? 2 : 0 }}
      />
    </div>
  );
}
