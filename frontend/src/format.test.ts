import { describe, expect, test } from "vitest";
import {
  bareMoney,
  growth,
  instant,
  month,
  numberAs,
  pointsOf,
  signed,
  windowOf,
  type Kind,
  type Numbers,
} from "./format";

const NAIROBI = "Africa/Nairobi";

const TABLE: readonly (readonly [Kind, number | null, string, string])[] = [
  ["money", 1_234_567.89, "KES 1.23M", "1,234,567.89"],
  ["money", 1_234.5, "KES 1.23K", "1,234.50"],
  ["money", 4_999_999, "KES 5.00M", "4,999,999.00"],
  ["money", 999_999, "KES 1.00M", "999,999.00"],
  ["money", 98_590_488_000, "KES 98.6B", "98,590,488,000.00"],
  ["money", 42, "KES 42", "42.00"],
  ["money", 0.256, "KES 0.26", "0.26"],
  ["money", -1_234_567.89, "-KES 1.23M", "-1,234,567.89"],
  ["money", -0, "KES 0", "0.00"],
  ["money", -0.001, "KES 0", "0.00"],
  ["money", null, "—", "—"],
  ["unitPrice", 1240.4, "KES 1,240", "1,240.40"],
  ["unitPrice", 12.5, "KES 12.50", "12.50"],
  ["unitPrice", null, "—", "—"],
  ["count", 12_480, "12,480", "12,480"],
  ["count", 99_999, "99,999", "99,999"],
  ["count", 1_248_000, "1.25M", "1,248,000"],
  ["count", 0, "0", "0"],
  ["units", 12.375, "12.375", "12.375"],
  ["units", 6050, "6,050", "6,050"],
  ["ratio", 0.2341, "23.4 %", "23.41 %"],
  ["ratio", 0, "0.0 %", "0.00 %"],
  ["ratio", -0.00001, "0.0 %", "0.00 %"],
  ["ratio", null, "—", "—"],
  ["growth", 0.081, "+8.1 %", "+8.1 %"],
  ["growth", -0.5, "-50.0 %", "-50.0 %"],
  ["growth", -0.0001, "0.0 %", "0.0 %"],
  ["growth", 9.99, "+999.0 %", "+999.0 %"],
  ["growth", 11, "×12", "×12"],
  ["growth", null, "—", "—"],
  ["points", 0.012, "+1.2 pp", "+1.2 pp"],
  ["points", -0.05, "-5.0 pp", "-5.0 pp"],
  ["points", 0, "0.0 pp", "0.0 pp"],
  ["number", 13.4567, "13.46", "13.4567"],
  ["number", 0.9983, "1.00", "0.9983"],
  ["number", 2, "2", "2"],
];

describe.each<[Numbers, 2 | 3]>([
  ["compact", 2],
  ["full", 3],
])("%s", (numbers, column) => {
  test.each(TABLE)("%s of %s", (...row) => {
    const [kind, value] = row;
    expect(numberAs(value, { kind, currency: "KES", numbers })).toBe(row[column]);
  });
});

test("the currency is the answer's, and stands once where a head says it", () => {
  expect(numberAs(999, { kind: "money", currency: "USD", numbers: "compact" })).toBe("USD 999");
  expect(numberAs(1234.5, { kind: "money", currency: "JPY", numbers: "full" })).toBe("1,235");
  expect(numberAs(1_234_567, { kind: "money", currency: "", numbers: "compact" })).toBe("1.23M");
  expect(bareMoney(-0)).toBe("0");
});

test("a change of a ratio is told in points", () => {
  expect(pointsOf(0.012)).toBe("+1.2 pp");
  expect(pointsOf(null)).toBe("—");
  expect(growth(undefined)).toBe("—");
  expect(signed(-3, String)).toBe("-3");
});

test.each([
  ["2024-12-01T00:00:00+03:00", "2024-12-19T00:00:00+03:00", "1–18 Dec 2024"],
  ["2024-11-21T00:00:00+03:00", "2024-12-19T00:00:00+03:00", "21 Nov – 18 Dec 2024"],
  ["2023-11-21T00:00:00+03:00", "2024-12-19T00:00:00+03:00", "21 Nov 2023 – 18 Dec 2024"],
  ["2024-12-18T00:00:00+03:00", "2024-12-19T00:00:00+03:00", "18 Dec 2024"],
])("a window ends the day before its excluded end, in the zone of the business: %s", (start, end, shown) => {
  expect(windowOf(start, end, NAIROBI)).toBe(shown);
});

test.each([
  ["2022-12", "Dec 2022"],
  ["2024-09", "Sep 2024"],
  ["none", "none"],
  ["", ""],
])("the month %s is %s", (name, words) => {
  expect(month(name)).toBe(words);
});

test("a moment is of the business's day", () => {
  expect(instant("2024-12-31T20:59:00Z", NAIROBI)).toBe("Tue 31 Dec 2024, 23:59");
});
