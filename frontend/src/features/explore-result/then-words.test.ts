import { expect, test } from "vitest";
import { thenWords } from "./then-words";

const at = (day: string) => `${day}T00:00:00+03:00`;
const span = (start: string, end: string) => ({ start: at(start), end: at(end) });
const now = (start: string, end: string, grain: string | null) => ({
  period: { ...span(start, end), timezone: "Africa/Nairobi" },
  grain,
});

test("a month stands beside the month of the same place", () => {
  const year = now("2024-01-01", "2025-01-01", "month");
  const before = span("2023-01-01", "2024-01-01");
  expect(thenWords(before, at("2024-01-01"), year)).toBe("Jan 2023");
  expect(thenWords(before, at("2024-12-01"), year)).toBe("Dec 2023");
  const rolling = now("2024-11-20", "2025-01-20", "month");
  expect(thenWords(span("2024-09-20", "2024-11-20"), at("2024-12-01"), rolling)).toBe("Oct 2024");
});

test("a day stands beside the day of the same place, or beside none", () => {
  const december = now("2024-12-01", "2025-01-01", "day");
  const november = span("2024-11-01", "2024-12-01");
  expect(thenWords(november, at("2024-12-30"), december)).toBe("30 Nov 2024");
  expect(thenWords(november, at("2024-12-31"), december)).toBe("nothing beside it");
});

test("totals and members are of the whole window; of other buckets the place is told", () => {
  const before = span("2023-01-01", "2024-01-01");
  expect(thenWords(before, null, now("2024-01-01", "2025-01-01", "month"))).toBe("1 Jan – 31 Dec 2023");
  expect(thenWords(before, at("2024-01-01"), now("2024-01-01", "2025-01-01", "week"))).toBe(
    "same place in 1 Jan – 31 Dec 2023",
  );
});
