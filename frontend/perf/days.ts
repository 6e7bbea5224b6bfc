/** First and last day of a window. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;
/** No calendar month, whose name would be taken for it. */
const LENGTH = 30;

/** Windows that the server has been asked for by nobody, nor the windows before them: it keeps its answers. */
export async function unasked(count: number): Promise<Days[]> {
  if (count >= LENGTH) throw new Error(`There are fewer than ${String(LENGTH)} windows of ${String(LENGTH)} days`);
  const answer = await fetch(`${process.env.E2E_SITE ?? ""}/api/data-version`);
  const { data } = (await answer.json()) as { data: { asOf: string } };
  const newest = Date.parse(data.asOf.slice(0, 10));
  return Array.from({ length: count }, (_, turn) => windowTo(newest - (2 + turn) * DAY_MS));
}

function windowTo(last: number): Days {
  return { from: day(last - (LENGTH - 1) * DAY_MS), to: day(last) };
}

const day = (moment: number): string => new Date(moment).toISOString().slice(0, 10);
