import { expect, test } from "vitest";
import type { Meta } from "../../api/unwrap";
import { cut, headline } from "./data";

const META = {
  period: {
    start: "2024-12-01T00:00:00+03:00",
    end: "2024-12-19T00:00:00+03:00",
    grain: null,
    timezone: "Africa/Nairobi",
  },
  currency: "KES",
  nulls: [],
} as unknown as Meta;

const SINCE = {
  changes: { profitMargin: 0 },
  growth: { totalRevenue: 0.081, grossProfit: -0.02, totalOrders: 0, averageOrderValue: 0, uniqueCustomers: 0 },
};
const OVERVIEW = {
  ...{
    totalRevenue: 12_300_000,
    grossRevenue: 12_500_000,
    returnsValue: -200_000,
    returnRate: 0.04,
    grossProfit: 3_100_000,
  },
  ...{ profitMargin: 0.25, totalOrders: 1, averageOrderValue: 1, uniqueCustomers: 1, unitsSold: 1 },
  ...{ growthRate: 0.081 },
  comparisons: [
    {
      kind: "PREVIOUS_PERIOD",
      start: "2024-11-01T00:00:00+03:00",
      end: "2024-11-19T00:00:00+03:00",
      ...SINCE,
    },
  ],
};
const DRIVERS = {
  ...{ metric: "PROFIT", dimension: "branch", change: -100_000, now: 1, then: 2 },
  parts: [
    { kind: "PRICE", value: 50_000 },
    { kind: "RETURNS", value: -200_000 },
    { kind: "MIX", value: 0 },
    { kind: "COST", value: null },
  ],
  members: [{ kind: "KEPT", member: "Kisumu", value: -150_000 }],
  beyond: { members: 0, value: 0 },
  reversals: [],
};

const said = (...given: Parameters<typeof headline>) =>
  headline(...given)
    .map(({ text }) => text)
    .join("");

test("the period, net revenue, profit and what moved it", () => {
  expect(said(OVERVIEW, META, DRIVERS)).toBe(
    "1–18 Dec 2024: KES 12.3M net revenue, +8.1 % on 1–18 Nov 2024; profit KES 3.10M, -2.0 %, " +
      "mostly returns (-200K) and Kisumu (-150K).",
  );
});

test("a window that was loaded in part is no base for the profit either", () => {
  const [then] = OVERVIEW.comparisons.map((one) => ({ ...one, growth: { ...one.growth, grossProfit: null } }));
  expect(said({ ...OVERVIEW, growthRate: null, comparisons: then === undefined ? [] : [then] }, META, null)).toBe(
    "1–18 Dec 2024: KES 12.3M net revenue; profit KES 3.10M.",
  );
});

test("an effect that explains nothing is not named", () => {
  const unexplained = { ...DRIVERS, parts: [{ kind: "OTHER", value: -400_000 }, ...DRIVERS.parts] };
  expect(said(OVERVIEW, META, unexplained)).toMatch(/-2\.0 %, mostly Kisumu \(-150K\)\.$/);
});

test("what moved revenue is said of revenue", () => {
  expect(said(OVERVIEW, META, { ...DRIVERS, metric: "REVENUE" })).toContain("Nov 2024, mostly returns (-200K)");
});

test("each phrase leads to its explanation", () => {
  expect(headline(OVERVIEW, META, DRIVERS).flatMap(({ to }) => (to === undefined ? [] : [to]))).toEqual([
    "trend",
    "profit",
    { part: "returns" },
    { branch: "Kisumu" },
  ]);
});

test("nothing compared, no cost, no drivers: what is known is said", () => {
  const alone = { ...OVERVIEW, growthRate: null, grossProfit: null, comparisons: [] };
  expect(said(alone, META, null)).toBe("1–18 Dec 2024: KES 12.3M net revenue.");
  expect(said(alone, META, { ...DRIVERS, change: null })).toBe("1–18 Dec 2024: KES 12.3M net revenue.");
});

test("nothing moved, lines without a branch, a branch that is markup", () => {
  const still = { ...DRIVERS, parts: [], members: [] };
  expect(said(OVERVIEW, META, still)).toMatch(/, -2\.0 %\.$/);
  const nobody = { ...DRIVERS, members: [{ kind: "KEPT", member: null, value: 5 }] };
  expect(said(OVERVIEW, META, nobody)).toMatch(/mostly returns \(-200K\)\.$/);
  const hostile = { ...DRIVERS, members: [{ kind: "NEW", member: "<img onerror>", value: 5 }] };
  expect(headline(OVERVIEW, META, hostile).at(-2)).toEqual({
    text: "<img onerror> (+5)",
    figures: [{ shown: "+5", value: 5 }],
    to: { branch: "<img onerror>" },
  });
});

test("every number of the sentence is held at full precision, and the text stays as it is", () => {
  const phrases = headline(OVERVIEW, META, DRIVERS);
  const parts = phrases.flatMap(cut);
  expect(parts.flatMap((part) => (typeof part === "string" ? [] : [part.value]))).toEqual([
    12_300_000, 0.081, 3_100_000, -0.02, -200_000, -150_000,
  ]);
  expect(parts.map((part) => (typeof part === "string" ? part : part.shown)).join("")).toBe(
    said(OVERVIEW, META, DRIVERS),
  );
});
