/** A sparkline of our own: one path, a gap where a value is missing, the last point marked; the number stands beside. */
const WIDTH = 72;
const HEIGHT = 20;
const EDGE = 2.5;

interface SparkProps {
  readonly values: readonly (number | null)[];
  readonly color?: string | undefined;
}

export function Spark({ values, color = "currentColor" }: SparkProps) {
  const points = sparkPoints(values);
  const last = points.findLast((point) => point !== null) ?? null;
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" style={{ flex: "none" }}>
      <path d={sparkPath(points)} fill="none" stroke={color} strokeWidth={1.5} strokeLinejoin="round" />
      {last !== null && <circle cx={last.x} cy={last.y} r={2} fill={color} />}
    </svg>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** On a scale of its own, from the lowest value to the highest; a flat line lies in the middle. */
export function sparkPoints(values: readonly (number | null)[]): readonly (Point | null)[] {
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  const step = values.length > 1 ? (WIDTH - 2 * EDGE) / (values.length - 1) : 0;
  return values.map((value, index) => {
    if (value === null) return null;
    const part = span === 0 ? 0.5 : (value - low) / span;
    return { x: round(EDGE + index * step), y: round(HEIGHT - EDGE - part * (HEIGHT - 2 * EDGE)) };
  });
}

export function sparkPath(points: readonly (Point | null)[]): string {
  const before = [null, ...points];
  return points
    .map((point, index) => (point === null ? "" : `${before[index] === null ? "M" : "L"}${point.x} ${point.y}`))
    .join("");
}

const round = (value: number): number => Math.round(value * 10) / 10;
