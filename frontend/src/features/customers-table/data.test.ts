import { expect, test } from "vitest";
import { bestOf, callList, ticked, type CustomerRow } from "./data";

const row = (customer: string | null, change: Partial<CustomerRow> = {}): CustomerRow => ({
  customer,
  revenue: 1234.5678,
  profit: null,
  orders: 3,
  firstPurchase: "2024-01-02T11:16:00+03:00",
  lastPurchase: null,
  recencyDays: 0,
  segment: "At-Risk",
  share: 0.1,
  lifetimeValue: -5,
  growthRate: null,
  nulls: [],
  ...change,
});

test("the best customers' part is the answer's, never a guess", () => {
  expect(bestOf({ best: { customers: 20, profit: 61, profitShare: 0.61 } })).toEqual({
    customers: 20,
    profitShare: 0.61,
  });
  expect(bestOf({ best: { customers: 20, profit: null, profitShare: null } })).toBeNull();
  expect(bestOf(null)).toBeNull();
});

test("ticks stay when the list shows other rows", () => {
  const [ann, ben, cyd] = [row("Ann"), row("Ben"), row("Cyd")];
  expect(ticked(["Ann", "Cyd"], [cyd], [ann, ben])).toEqual([ann, cyd]);
  expect(ticked(["Gone"], [cyd], [])).toEqual([]);
});

test("a row on screen stands over what was ticked before", () => {
  const newer = row("Ann", { orders: 9 });
  expect(ticked(["Ann"], [newer], [row("Ann")])).toEqual([newer]);
});

test("a call list holds every digit, leaves nulls empty and computes nothing", () => {
  const names = ["=HYPERLINK(1)", 'O\'Neil, "Sons"', "'+1", "", "-"];
  const lines = callList(names.map((name) => row(name))).split("\r\n");
  expect(lines[0]).toBe("customer,segment,lastPurchase,recencyDays,firstPurchase,orders,revenue,profit,lifetimeValue");
  const tail = ",At-Risk,,0,2024-01-02T11:16:00+03:00,3,1234.5678,,-5";
  expect(lines.slice(1)).toEqual([
    `'=HYPERLINK(1)${tail}`,
    `"O'Neil, ""Sons"""${tail}`,
    `''+1${tail}`,
    `""${tail}`,
    `'-${tail}`,
    "",
  ]);
});
