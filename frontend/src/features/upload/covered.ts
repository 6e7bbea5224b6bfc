/** The days that a file is said to be complete for, checked before it is loaded. Pure. */

export interface Span {
  readonly first: string;
  readonly last: string;
}

export interface Covered {
  /** As the loader takes it, 2024-01-01..2024-01-31; null leaves it to the days of the lines. */
  readonly covers: string | null;
  /** Why the file cannot be loaded so; null when it can. */
  readonly problem: string | null;
}

/** What is asked for when a file with sales on `found` is said to be complete for `said`. */
export function coveredOf(found: Span, said: Span): Covered {
  const { first, last } = said;
  if (first === found.first && last === found.last) return { covers: null, problem: null };
  if (first === "" || last === "") return { covers: null, problem: "Give both days, or reset them." };
  if (last < first) return { covers: null, problem: "The last day lies before the first." };
  if (found.first < first || last < found.last) {
    const problem = `The file has sales from ${found.first} to ${found.last}: take in all of these days, or look at its dates.`;
    return { covers: null, problem };
  }
  return { covers: `${first}..${last}`, problem: null };
}
