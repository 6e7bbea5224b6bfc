import { expect, test } from "vitest";
import { expected, parameters, trust, type Lifetime } from "./data";

const LIFETIME: Lifetime = {
  historicValue: 100,
  expectedValue: 50,
  lifetimeValue: 150,
  expectedPurchases: 183.7954,
  expectedPurchaseValue: 62581.3,
  probabilityAlive: 0.9992,
  purchaseDays: 202,
  firstPurchase: null,
  lastPurchase: null,
  recencyWeeks: 51,
  ageWeeks: 52,
  rank: 16,
  horizonWeeks: 52,
  model: {
    r: 1.176432,
    alpha: 1.959333,
    a: 0.1637,
    b: 16.828,
    p: 0.90736,
    q: 8.526,
    gamma: 257433.199,
    customers: 828,
    repeatCustomers: 817,
    asOf: "2024-12-31",
    converged: true,
  },
};

test("the fewer the purchases, the wider the words", () => {
  expect(trust({ purchaseDays: 1 })).toContain("1 day with a purchase alone: take it as an order of magnitude");
  expect(trust({ purchaseDays: 8 })).toContain("very differently");
  expect(trust({ purchaseDays: 202 })).toContain("good for ranking");
});

test("what is expected is told with its horizon", () => {
  expect(expected(LIFETIME)).toBe("In the next 52 weeks: 183.8 days with a purchase; still a customer with 99.9 %.");
  expect(expected({ ...LIFETIME, expectedPurchases: null, probabilityAlive: null })).toBe("In the next 52 weeks.");
});

test("seven parameters, four digits of each", () => {
  expect(parameters(LIFETIME).map(({ name, value }) => `${name} ${value}`)).toEqual([
    "r 1.176",
    "α 1.959",
    "a 0.1637",
    "b 16.83",
    "p 0.9074",
    "q 8.526",
    "γ 257,400",
  ]);
});
