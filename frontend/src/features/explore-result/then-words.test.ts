import { expect, test } from "vitest";
import { thenWords } from "./then-words";

const BEFORE = { start: "2023-01-01T00:00:00+03:00", end: "2024-01-01T00:00:00+03:00" };
const week = { key: "w", label: "1 Jan–7 Jan 2024 (W1)", of: { time: "2024-01-01T00:00:00+03:00" } };
const words = (member: typeof week | null, bucket: string | null) =>
  thenWords(BEFORE, { member, bucket }, "Africa/Nairobi");

test("a bucket stands beside the one that the API names, or beside none", () => {
  expect(words(week, "2 Jan–8 Jan 2023 (W1)")).toBe("2 Jan–8 Jan 2023 (W1)");
  expect(words(week, null)).toBe("nothing beside it");
});

test("totals and members are of the whole window", () => {
  expect(words(null, null)).toBe("1 Jan – 31 Dec 2023");
  const branch = { key: "b", label: "Thika", of: { branch: "Thika" } };
  expect(thenWords(BEFORE, { member: branch, bucket: null }, "Africa/Nairobi")).toBe("1 Jan – 31 Dec 2023");
});
