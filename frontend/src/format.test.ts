import { describe, expect, test } from "vitest";
import { count, fullMoney, growth, percent, points, shortMoney, signed, windowOf } from "./format";

describe("numbers", () => {
  test.each([
    [shortMoney(1_234_567.89, "KES"), "KES 1.23M"],
    [shortMoney(-1_234_567.89, "KES"), "-KES 1.23M"],
    [shortMoney(-0, "KES"), "KES 0"],
    [shortMoney(null, "KES"), "—"],
    [shortMoney(999, "USD"), "USD 999"],
    [fullMoney(1_234_567.891), "1,234,567.89"],
    [fullMoney(-0), "0.00"],
    [fullMoney(undefined), "—"],
    [count(12_480), "12,480"],
    [count(null), "—"],
    [percent(0.2341), "23.4 %"],
    [percent(0), "0.0 %"],
    [percent(null), "—"],
    [growth(0.081), "+8.1 %"],
    [growth(-0.5), "-50.0 %"],
    [growth(0), "0.0 %"],
    [growth(-0.0001), "0.0 %"],
    [growth(11), "×12"],
    [growth(null), "—"],
    [points(0.254, 0.242), "+1.2 pp"],
    [points(0.2, 0.25), "-5.0 pp"],
    [points(null, 0.25), "—"],
    [signed(-3, String), "-3"],
  ])("%s", (shown, expected) => {
    expect(shown).toBe(expected);
  });
});

test("a window ends the day before its excluded end, in the zone of the business", () => {
  const shown = windowOf("2024-12-01T00:00:00+03:00", "2024-12-19T00:00:00+03:00", "Africa/Nairobi");
  expect(shown).toBe("1–18 Dec 2024");
});
