// @vitest-environment jsdom
import { afterEach, expect, test } from "vitest";
import { date, windowOf } from "../format";
import { dayInWords, daysInWords, windowInWords } from "./day-words";
import { SETTINGS_KEY } from "./settings-kept";

const ZONE = "Africa/Nairobi";
const [START, END] = ["2024-12-01T00:00:00+03:00", "2024-12-19T00:00:00+03:00"] as const;

afterEach(() => {
  localStorage.clear();
});

test("days are written without the names of their week days", () => {
  expect(daysInWords({ from: "2024-12-01", to: "2024-12-18" })).toBe("1–18 Dec 2024");
  expect(windowInWords(START, END)).toBe("1–18 Dec 2024");
  expect(windowOf(START, END, ZONE)).toBe("1–18 Dec 2024");
  expect(date(START, ZONE)).toBe("1 Dec 2024");
});

test("with them where the reader wants them", () => {
  localStorage.setItem(SETTINGS_KEY, JSON.stringify({ weekdays: true }));
  expect(daysInWords({ from: "2024-12-01", to: "2024-12-18" })).toBe("Sun 1 Dec–Wed 18 Dec 2024");
  expect(daysInWords({ from: "2024-12-18", to: "2024-12-18" })).toBe("Wed 18 Dec 2024");
  expect(windowInWords(START, END)).toBe("Sun 1 Dec–Wed 18 Dec 2024");
  expect(windowOf(START, END, ZONE)).toBe("Sun 1 Dec – Wed 18 Dec 2024");
  expect(date(START, ZONE)).toBe("Sun 1 Dec 2024");
});

test("a single day is always named", () => {
  expect(dayInWords("2024-09-03")).toBe("Tue 3 Sep 2024");
});
