// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startInTurn } from "./queue";

let now = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["requestAnimationFrame", "cancelAnimationFrame", "performance"] });
  now = 0;
  performance.now = () => now;
});

afterEach(() => {
  vi.useRealTimers();
});

function place(top: number): HTMLElement {
  const element = document.createElement("div");
  element.getBoundingClientRect = () => ({ top, bottom: top + 100 }) as DOMRect;
  return element;
}

const taking = (milliseconds: number, then: () => void) => () => {
  now += milliseconds;
  then();
};

test("quick plots start together, those on screen first, and the frame is left to the page after its time", () => {
  const started: string[] = [];
  const begin = (name: string, top: number) => {
    startInTurn(
      place(top),
      taking(10, () => started.push(name)),
    );
  };
  begin("below", 5000);
  ["a", "b", "c"].forEach((name) => {
    begin(name, 0);
  });
  vi.advanceTimersToNextFrame();
  expect(started).toEqual(["a", "b", "c"]);
  vi.advanceTimersToNextFrame();
  expect(started).toEqual(["a", "b", "c", "below"]);
});

test("a plot that is gone before its turn does not start", () => {
  const start = vi.fn();
  startInTurn(place(0), start)();
  vi.advanceTimersToNextFrame();
  expect(start).not.toHaveBeenCalled();
});

test("one that fails does not hold up the others", () => {
  const start = vi.fn();
  startInTurn(place(0), () => {
    throw new Error("no room");
  });
  startInTurn(place(0), start);
  expect(() => vi.advanceTimersToNextFrame()).toThrow("no room");
  vi.advanceTimersToNextFrame();
  expect(start).toHaveBeenCalledOnce();
});
