import { expect, test } from "vitest";
import { NOTHING_KNOWN, watched, type Happening } from "./version";

const version = (name: string) => ({
  version: name,
  asOf: "2024-12-31T17:53:21+03:00",
  loadedAt: "2025-01-01T00:00:00Z",
  timezone: "Africa/Nairobi",
  currency: "KES",
  weekStart: 1,
  fiscalYearStart: 1,
  catalogVersion: "c",
  staleAfterHours: 48,
  withdrawnCount: 0,
  proof: null,
});
const after = (...happenings: Happening[]) => happenings.reduce(watched, NOTHING_KNOWN);

test("the first answer is what is shown", () => {
  expect(after({ kind: "asking" }, { kind: "answered", version: version("1"), at: 7 })).toMatchObject({
    shown: { version: "1" },
    waiting: null,
    isChecking: false,
  });
});

test("another version waits until it is accepted", () => {
  const waiting = after(
    { kind: "answered", version: version("1"), at: 7 },
    { kind: "answered", version: version("2"), at: 7 },
  );
  expect(waiting).toMatchObject({ shown: { version: "1" }, waiting: { version: "2" } });
  expect(watched(waiting, { kind: "accepted" })).toMatchObject({ shown: { version: "2" }, waiting: null });
});

test("the same version is no news", () => {
  const same = after(
    { kind: "answered", version: version("1"), at: 7 },
    { kind: "answered", version: version("1"), at: 7 },
  );
  expect(same.waiting).toBeNull();
});

test("nothing loaded is an answer; the first file that is loaded is news", () => {
  const empty = after({ kind: "failed", at: 5 }, { kind: "answered", version: null, at: 7 });
  expect(empty).toMatchObject({ shown: null, isEmpty: true, awaySince: null });
  const filled = watched(empty, { kind: "answered", version: version("1"), at: 7 });
  expect(filled).toMatchObject({ shown: null, waiting: { version: "1" } });
  expect(watched(filled, { kind: "accepted" })).toMatchObject({ shown: { version: "1" }, isEmpty: false });
});

test("the server is away since its first silence, until it answers", () => {
  const away = after(
    { kind: "answered", version: version("1"), at: 7 },
    { kind: "failed", at: 5 },
    { kind: "failed", at: 9 },
  );
  expect(away).toMatchObject({ awaySince: 5, shown: { version: "1" } });
  expect(watched(away, { kind: "answered", version: version("1"), at: 7 }).awaySince).toBeNull();
});
