/** A chart in a sentence, for whoever does not see it. Pure. */
import { drawn, partWords, short, type ChartSeries, type Measure } from "./model";

export function lineSentence(series: readonly ChartSeries[], measure: Measure): string {
  const said = series.map((one) => oneSentence(one, measure));
  return said.join(" ");
}

function oneSentence({ name, points }: ChartSeries, measure: Measure): string {
  const known = points.flatMap((point) => {
    const value = drawn(point);
    return value === null ? [] : [{ label: point.label, value, part: partWords(point) }];
  });
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return `${name}: no values in this period.`;
  const high = known.reduce((best, point) => (point.value > best.value ? point : best), first);
  const low = known.reduce((best, point) => (point.value < best.value ? point : best), first);
  const parts = [
    `${name} from ${short(first.value, measure)} on ${first.label} to ${short(last.value, measure)} on ${last.label}`,
    `highest ${short(high.value, measure)} on ${high.label}`,
    `lowest ${short(low.value, measure)} on ${low.label}`,
  ];
  return `${parts.join(", ").replace(",", ":")}${last.part === "" ? "" : `; the last is ${last.part}`}.`;
}
