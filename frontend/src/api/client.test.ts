// @vitest-environment jsdom
/** An operation is asked by its hash; its text goes along where the server does not know it. */
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ask, Failure } from "./client";
import { BranchPageDocument, DataPageDocument, OverviewPageDocument, ShellPageDocument } from "./gen/operations";
import { TEXTS } from "./gen/texts";
import type { Operation } from "./operation";

interface Asked {
  readonly query?: string;
  readonly operationName: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly extensions: unknown;
}

const asked: Asked[] = [];
let respond: (body: Asked) => Response;
const server = setupServer(
  http.post("*/graphql", async ({ request }) => {
    const body = (await request.json()) as Asked;
    asked.push(body);
    return respond(body);
  }),
);

beforeAll(() => {
  server.listen();
});
afterEach(() => {
  asked.length = 0;
});
afterAll(() => {
  server.close();
});

const refused = (code: string, status: number, headers: Record<string, string> = {}) =>
  HttpResponse.json(
    { errors: [{ message: "No.", extensions: { code, hint: "Try.", requestId: "r1" } }] },
    { status, headers },
  );
const answered = () => HttpResponse.json({ data: { dataVersion: { data: null } } });
const { signal } = new AbortController();

type Any = Operation<unknown, Record<string, unknown>>;
const askFor = (operation: unknown) => ask(operation as Any, { shell: false }, signal);

async function failureOf(operation: unknown): Promise<Failure> {
  const caught: unknown = await askFor(operation).catch((failure: unknown) => failure);
  if (!(caught instanceof Failure)) throw new Error("It did not fail.");
  return caught;
}

test("the hash alone is sent", async () => {
  respond = answered;
  expect(await askFor(ShellPageDocument)).toEqual({ dataVersion: { data: null } });
  const { hash } = ShellPageDocument;
  expect(asked).toEqual([
    {
      operationName: "ShellPage",
      variables: { shell: false },
      extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
    },
  ]);
});

test("a server that does not know the hash is told the text with it, from then on", async () => {
  respond = ({ query }) => (query === undefined ? refused("PERSISTED_QUERY_NOT_FOUND", 404) : answered());
  await askFor(OverviewPageDocument);
  await askFor(OverviewPageDocument);
  const text = TEXTS[OverviewPageDocument.hash];
  expect(text).toContain("query OverviewPage(");
  expect(asked.map(({ query }) => query)).toEqual([undefined, text, text]);
  expect(new Set(asked.map(({ extensions }) => JSON.stringify(extensions))).size).toBe(1);
});

test("a text that is refused as well is not sent again", async () => {
  respond = ({ query }) => refused(query === undefined ? "PERSISTED_QUERY_NOT_FOUND" : "PERSISTED_QUERY_ONLY", 403);
  expect((await failureOf(BranchPageDocument)).code).toBe("PERSISTED_QUERY_ONLY");
  expect(asked).toHaveLength(2);
});

test("an operation without a text fails as the server said", async () => {
  respond = () => refused("PERSISTED_QUERY_NOT_FOUND", 404);
  expect((await failureOf({ name: "Gone", hash: "0" })).code).toBe("PERSISTED_QUERY_NOT_FOUND");
  expect(asked).toHaveLength(1);
});

test("a refusal keeps its words, its request and how long to wait", async () => {
  respond = () => refused("OVERLOADED", 503, { "Retry-After": "7", "X-Request-ID": "r2" });
  const { code, message, hint, requestId, status, retryAfter } = await failureOf(DataPageDocument);
  expect({ code, message, hint, requestId, status, retryAfter }).toEqual({
    code: "OVERLOADED",
    message: "No.",
    hint: "Try.",
    requestId: "r1",
    status: 503,
    retryAfter: 7,
  });
});

test.each([
  ["a proxy's page", () => new HttpResponse("<h1>Bad gateway</h1>", { status: 502 }), "UNREACHABLE"],
  ["a status without words", () => new HttpResponse(null, { status: 418 }), "HTTP"],
  ["half an answer", () => new HttpResponse('{"data": {', { status: 200 }), "UNREACHABLE"],
  ["no way there", () => HttpResponse.error(), "UNREACHABLE"],
  ["a field that broke", () => HttpResponse.json({ data: {}, errors: [{ message: "It broke." }] }), "GRAPHQL"],
])("%s is a failure in plain words", async (_, response, code) => {
  respond = response;
  expect((await failureOf(DataPageDocument)).code).toBe(code);
});

test("a question that is given up is no failure", async () => {
  const asking = new AbortController();
  respond = () => {
    asking.abort();
    return answered();
  };
  await expect(ask(DataPageDocument, { shell: false }, asking.signal)).rejects.toMatchObject({ name: "AbortError" });
});
