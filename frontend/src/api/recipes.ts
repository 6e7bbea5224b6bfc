/** A tile's question as somebody else would ask it: a GraphQL document, a curl line, a few lines of Python. Pure. */
import { accessNow } from "./access";
import { restRequest, type Question } from "./rest";

/** Arguments whose values GraphQL writes without quotes. */
const ENUMS = [
  "period",
  "kind",
  "anchor",
  "source",
  "metric",
  "grain",
  "order",
  "sortBy",
  "groupBy",
  "abcClass",
  "segment",
  "part",
];
/** Fields that hold JSON and have no parts of their own. */
const JSON_FIELDS = ["members", "dimensions", "rows", "extra", "totals", "others"];

/** One document with everything in it; its fields are those of the data on screen. */
export function graphqlText({ report, args }: Question, data: unknown): string {
  const asked = Object.entries(args).filter(([, value]) => value !== null && value !== undefined);
  const given = asked.map(([name, value]) => `${name}: ${literal(name, value)}`).join(", ");
  const fields = selection(data, 4);
  return `{\n  ${report}${given ? `(${given})` : ""} {\n    data${fields ? ` ${fields}` : ""}\n    error { code message hint }\n  }\n}\n`;
}

export function curlText(question: Question, origin: string): string {
  const { url, method, body } = restRequest(question);
  // never the key itself: what is copied is pasted elsewhere
  const key = accessNow().key === null ? "" : ` -H "Authorization: Bearer $SALES_KEY"`;
  if (method === "GET") return `curl '${quoted(origin + url)}'${key}`;
  return `curl '${quoted(origin + url)}'${key} -H 'Content-Type: application/json' -d '${quoted(JSON.stringify(body))}'`;
}

export function pythonText({ report, args }: Question, origin: string): string {
  const call = report === "explore" ? `explore(${pythonTable(args)})` : `kpi(${pythonQuestion(report, args)})`;
  const [imported, key] = accessNow().key === null ? ["", ""] : ["import os\n\n", ', key=os.environ["SALES_KEY"]'];
  return `${imported}from backend.client import Client\n\nclient = Client("${origin}"${key})\nframe = client.${call}\n`;
}

function literal(name: string, value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => literal(name, one)).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const parts = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
    return `{${parts.map(([key, part]) => `${key}: ${literal(key, part)}`).join(", ")}}`;
  }
  return ENUMS.includes(name) ? String(value) : JSON.stringify(value);
}

function selection(data: unknown, indent: number): string {
  const shape = shapeOf(data);
  if (shape === null) return "";
  const inside = Object.entries(shape)
    .filter(([, value]) => !isNothing(value))
    .map(([field, value]) => {
      const parts = JSON_FIELDS.includes(field) ? "" : selection(value, indent + 2);
      return `${" ".repeat(indent + 2)}${field}${parts ? ` ${parts}` : ""}`;
    });
  return `{\n${inside.join("\n")}\n${" ".repeat(indent)}}`;
}

/** A list without items does not tell its fields, so it cannot be asked for. */
const isNothing = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** The fields of an object, or of all objects of a list together. */
function shapeOf(data: unknown): Record<string, unknown> | null {
  if (typeof data !== "object" || data === null) return null;
  if (!Array.isArray(data)) return data as Record<string, unknown>;
  const shapes = data.map(shapeOf).filter((shape) => shape !== null);
  if (shapes.length === 0) return null;
  const whole: Record<string, unknown> = {};
  for (const [field, value] of shapes.flatMap((shape) => Object.entries(shape)))
    if (isNothing(whole[field] ?? [])) whole[field] = value;
  return whole;
}

const quoted = (text: string): string => text.replaceAll("'", "'\\''");
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

interface Given {
  readonly name: string;
  readonly value: unknown;
}

function pythonQuestion(report: string, args: Question["args"]): string {
  const given = Object.entries(args).flatMap(([name, value]) => pythonArgument(name, value));
  return [JSON.stringify(report), ...given.map(({ name, value }) => `${name}=${python(value)}`)].join(", ");
}

function pythonTable({ measures, dimensions, ...table }: Question["args"]): string {
  const given = Object.entries(table).filter(([, value]) => value !== null && value !== undefined);
  const flat = given.flatMap(([name, value]) => (name === "dateRange" ? dates(value) : [{ name: snake(name), value }]));
  return [
    python(measures),
    python(dimensions ?? []),
    ...flat.map(({ name, value }) => `${name}=${python(value)}`),
  ].join(", ");
}

function pythonArgument(name: string, value: unknown): Given[] {
  if (value === null || value === undefined) return [];
  if (name === "dateRange") return dates(value);
  if (name === "filters") return filtersOf(value as Record<string, Readonly<Record<string, unknown>> | null>);
  if (name === "compare") return [{ name, value: (value as { kind: string }[]).map(comparedText) }];
  return [{ name: snake(name), value }];
}

const dates = (range: unknown): Given[] =>
  Object.entries(range as Record<string, unknown>).map(([name, value]) => ({ name: snake(name), value }));

function comparedText(one: { kind: string; startDate?: string | null; endDate?: string | null }): string {
  return one.startDate && one.endDate ? `${one.startDate}/${one.endDate}` : one.kind;
}

function filtersOf(filters: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>): Given[] {
  const of = (part: string) =>
    Object.entries(filters).flatMap(([name, filter]) => (filter?.[part] ? [{ name, value: filter[part] }] : []));
  const together = (name: string, all: Given[]): Given[] =>
    all.length === 0 ? [] : [{ name, value: Object.fromEntries(all.map((one) => [one.name, one.value])) }];
  const kept = of("in").map(({ name, value }) => ({ name: snake(name), value }));
  return [...kept, ...together("exclude", of("notIn")), ...together("contains", of("contains"))];
}

function python(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return JSON.stringify(value);
  const parts = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
  return `{${parts.map(([name, part]) => `${JSON.stringify(name)}: ${python(part)}`).join(", ")}}`;
}
