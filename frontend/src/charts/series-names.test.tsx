// @vitest-environment jsdom
import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { stage } from "../ui/stage";
import { shaded, type ChartSeries } from "./model";
import { SeriesNames } from "./series-names";

afterEach(cleanup);

const line = (name: string, values: readonly (number | null)[]): ChartSeries => ({
  name,
  points: values.map((value, index) => ({ label: String(index), value, status: "COMPLETE" })),
});
const LINES = shaded([line("Ann", [9, 1]), line("<img onerror>", [1, null]), line("Cem", [1, 5]), line("Dan", [null])]);
const NONE: ReadonlySet<string> = new Set();

function Chosen({ most = null }: { readonly most?: number | null }) {
  const [hidden, setHidden] = useState(most === null ? NONE : new Set(["Dan"]));
  const measure = { kind: "count", currency: "KES" } as const;
  return <SeriesNames series={LINES} measure={measure} hidden={hidden} onHide={setHidden} until={null} most={most} />;
}

const names = () => screen.getAllByRole("listitem").map((item) => item.title);
const box = (name: RegExp) => screen.getByRole<HTMLInputElement>("checkbox", { name });

test("names are sorted by the last value, those without one at the end", () => {
  stage(<Chosen />);
  expect(names()).toEqual(["Cem", "Ann", "<img onerror>", "Dan"]);
});

test("a line is taken out and put back; one stays", async () => {
  const user = userEvent.setup();
  stage(<Chosen />);
  for (const name of [/Cem/, /Ann/, /img/]) await user.click(box(name));
  expect(box(/Ann/).checked).toBe(false);
  expect(box(/Dan/).disabled).toBe(true);
  await user.click(box(/Ann/));
  expect(box(/Dan/).disabled).toBe(false);
});

test("of many the order of the answer stays, and another is drawn only in place of one", async () => {
  const user = userEvent.setup();
  stage(<Chosen most={3} />);
  expect(names()).toEqual(["Ann", "<img onerror>", "Cem", "Dan"]);
  expect(box(/Dan/).disabled).toBe(true);
  await user.click(box(/Cem/));
  await user.click(box(/Dan/));
  expect([box(/Cem/), box(/Dan/)].map(({ checked }) => checked)).toEqual([false, true]);
  expect(box(/Cem/).disabled).toBe(true);
});

test("colours belong to branches and lines: others are the accent and shades", () => {
  expect(LINES.map(({ colour }) => colour)).toEqual(["accent", { tint: 0 }, { tint: 1 }, { tint: 2 }]);
});
