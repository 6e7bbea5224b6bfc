// @vitest-environment jsdom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { PointReader, type Reading } from "./point-reader";

afterEach(cleanup);

const onEnter = vi.fn();

function Reader({ canSelect = true }: { readonly canSelect?: boolean }) {
  const [reading, setReading] = useState<Reading>({ index: null, anchor: null });
  return (
    <>
      <PointReader
        label="Net revenue, point by point"
        count={5}
        reading={reading}
        text={reading.index === null ? "all" : `point ${reading.index}`}
        canSelect={canSelect}
        onRead={setReading}
        onEnter={onEnter}
        onEscape={() => {
          setReading({ index: null, anchor: null });
          return reading.index !== null;
        }}
      />
      <output>{JSON.stringify(reading)}</output>
    </>
  );
}

const slider = () => screen.getByRole("slider", { name: "Net revenue, point by point" });
const reading = () => JSON.parse(screen.getByRole("status").textContent) as Reading;

test("arrows, Home and End move, and each point is said", async () => {
  const user = userEvent.setup();
  render(<Reader />);
  await user.tab();
  expect(document.activeElement).toBe(slider());
  await user.keyboard("{Home}{ArrowRight}{ArrowRight}");
  expect(slider().getAttribute("aria-valuetext")).toBe("point 2");
  expect(slider().getAttribute("aria-valuenow")).toBe("3");
  await user.keyboard("{End}");
  expect(slider().getAttribute("aria-valuetext")).toBe("point 4");
  await user.keyboard("{Escape}");
  expect(slider().getAttribute("aria-valuetext")).toBe("all");
});

test("Shift chooses a range from where it began; without Shift it is let go", async () => {
  const user = userEvent.setup();
  render(<Reader />);
  await user.tab();
  await user.keyboard("{Home}{ArrowRight}{Shift>}{ArrowRight}{ArrowRight}{/Shift}");
  expect(reading()).toEqual({ index: 3, anchor: 1 });
  await user.keyboard("{ArrowRight}");
  expect(reading()).toEqual({ index: 4, anchor: null });
});

test("where nothing can be chosen Shift only moves; Enter opens what can be done", async () => {
  const user = userEvent.setup();
  render(<Reader canSelect={false} />);
  await user.tab();
  await user.keyboard("{Home}{Shift>}{ArrowRight}{/Shift}{Enter}");
  expect(reading()).toEqual({ index: 1, anchor: null });
  expect(onEnter).toHaveBeenCalledOnce();
});

test("keys with a modifier stay the page's", async () => {
  const user = userEvent.setup();
  render(<Reader />);
  await user.tab();
  await user.keyboard("{Home}{Alt>}{ArrowRight}{/Alt}");
  expect(reading().index).toBe(0);
});
