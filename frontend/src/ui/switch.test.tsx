// @vitest-environment jsdom
import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { stage } from "./stage";
import { Switch } from "./switch";

afterEach(cleanup);

const OPTIONS = [
  ["day", "Days"],
  ["week", "Weeks"],
  ["month", "Months"],
] as const;

const button = (name: string) => screen.getByRole("button", { name });

test("one of a few: Tab goes to the chosen one, arrows round to the others, Enter chooses", async () => {
  const onChange = vi.fn();
  const hands = stage(<Switch label="Grain" value="week" options={OPTIONS} onChange={onChange} />);
  expect(screen.getByRole("group", { name: "Grain" })).toBeTruthy();
  expect(OPTIONS.map(([, name]) => button(name).getAttribute("aria-pressed"))).toEqual(["false", "true", "false"]);
  await hands.tab();
  expect(document.activeElement).toBe(button("Weeks"));
  await hands.keyboard("{ArrowRight}{ArrowRight}");
  expect(document.activeElement).toBe(button("Days"));
  await hands.keyboard("{End}{Enter}");
  expect(onChange.mock.calls).toEqual([["month"]]);
  await hands.tab();
  expect(document.activeElement).toBe(document.body);
});

test("what is chosen already is not chosen again, and with none chosen Tab goes to the first", async () => {
  const onChange = vi.fn();
  const hands = stage(<Switch label="Grain" value={null} options={OPTIONS} onChange={onChange} />);
  await hands.tab();
  expect(document.activeElement).toBe(button("Days"));
  cleanup();
  const others = stage(<Switch label="Grain" value="day" options={OPTIONS} onChange={onChange} />);
  await others.click(button("Days"));
  expect(onChange).not.toHaveBeenCalled();
});
