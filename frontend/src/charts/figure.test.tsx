// @vitest-environment jsdom
import { render } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { SettingsProvider } from "../state/settings-context";
import { ChartFigure } from "./figure";

test("a chart whose turn to be drawn has not come holds a skeleton, not nothing", () => {
  globalThis.ResizeObserver = class {
    readonly observe = vi.fn();
    readonly unobserve = vi.fn();
    readonly disconnect = vi.fn();
  };
  const { container } = render(
    <SettingsProvider>
      <ChartFigure
        alt="Nothing yet"
        label="Points"
        height={200}
        build={() => ({})}
        count={1}
        textOf={() => ({ head: "", rows: [], note: null })}
      />
    </SettingsProvider>,
  );
  expect(container.querySelector(".bone")).not.toBeNull();
});
