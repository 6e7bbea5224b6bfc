import type { APIRequestContext, Locator, Page } from "@playwright/test";

/** A question to REST: the report by its GraphQL name, and its arguments as REST writes them. */
export interface Question {
  report: string;
  args?: Record<string, string | number | boolean | readonly string[]>;
}

export type CsvRow = Record<string, string>;

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function addressOf({ report, args = {} }: Question, form = "csv"): string {
  const pairs = Object.entries(args).flatMap(([name, value]) => [value].flat().map((each) => [name, String(each)]));
  return `/api/kpis/${kebab(report)}?${new URLSearchParams([...pairs, ["format", form]]).toString()}`;
}

/** The rows of a question as the server writes them into a CSV file, each by column; a null is an empty text. */
export async function csvOf(request: APIRequestContext, question: Question): Promise<CsvRow[]> {
  const answer = await request.get(addressOf(question));
  if (!answer.ok()) throw new Error(`${addressOf(question)}: ${await answer.text()}`);
  return rowsOf(await answer.text());
}

/** RFC 4180, as the server writes it. */
export function rowsOf(text: string): CsvRow[] {
  const [head = [], ...rows] = cellsOf(text.replace(/^\uFEFF/, ""));
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ""])));
}

const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;

function cellsOf(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  for (const [whole, quoted, plain = "", end] of text.matchAll(CELL)) {
    if (whole === "" && line.length === 0) break;
    line.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ",") continue;
    lines.push(line);
    line = [];
  }
  return lines;
}

export interface Figure {
  /** The number at full precision, as the answer carries it; empty for a null. */
  value: string;
  /** What is on screen. */
  text: string;
}

/** Every number on screen, in order: the `<data value>` elements of a page or a part of it. */
export async function figures(scope: Page | Locator): Promise<Figure[]> {
  return scope
    .locator("data[value]")
    .evaluateAll((found) =>
      found.map((element) => ({ value: element.getAttribute("value") ?? "", text: element.textContent })),
    );
}
