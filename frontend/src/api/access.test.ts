// @vitest-environment jsdom
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { accessNow, fetchAsReader, heed, signIn, signOut } from "./access";
import { curlText, pythonText } from "./recipes";

const ADDRESS = "http://localhost/api/data-version";
const asked: (string | null)[] = [];
const server = setupServer(
  http.get(ADDRESS, ({ request }) => {
    const given = request.headers.get("Authorization");
    asked.push(given);
    return new HttpResponse(null, { status: given === "Bearer good" ? 200 : 401 });
  }),
);

beforeAll(() => {
  server.listen();
});
afterEach(() => {
  signOut();
  asked.length = 0;
});
afterAll(() => {
  server.close();
});

test("without a key none is sent; a refusal asks for one", async () => {
  await fetchAsReader(ADDRESS);
  expect(asked).toEqual([null]);
  expect(accessNow()).toEqual({ key: null, isAsked: true, hasEnded: false });
});

test("a key is sent with every request and kept in the session alone", async () => {
  signIn("good");
  expect((await fetchAsReader(ADDRESS)).status).toBe(200);
  expect(asked).toEqual(["Bearer good"]);
  expect(accessNow()).toEqual({ key: "good", isAsked: false, hasEnded: false });
  expect(Object.entries(sessionStorage).map(([, value]) => value as string)).toEqual(["good"]);
  expect(localStorage).toHaveLength(0);
});

test("a key that ends is forgotten, and the reader is told", async () => {
  signIn("withdrawn");
  await fetchAsReader(ADDRESS);
  expect(accessNow()).toEqual({ key: null, isAsked: true, hasEnded: true });
  expect(sessionStorage).toHaveLength(0);
});

test("a late refusal of an earlier key says nothing of the present one", () => {
  signIn("good");
  heed(401, "earlier");
  heed(401, null);
  heed(403, "good");
  expect(accessNow().key).toBe("good");
});

test("what is copied names where a key goes, never the key", () => {
  const question = { report: "salesOverview", args: { period: "MONTH" } };
  signIn("good");
  const copied = curlText(question, "http://here") + pythonText(question, "http://here");
  expect(copied).toContain("$SALES_KEY");
  expect(copied).toContain('key=os.environ["SALES_KEY"]');
  expect(copied).not.toContain("good");
  signOut();
  expect(curlText(question, "http://here") + pythonText(question, "http://here")).not.toContain("SALES_KEY");
});
