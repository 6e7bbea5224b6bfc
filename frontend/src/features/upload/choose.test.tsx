// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { Choose } from "./choose";

afterEach(cleanup);

const file = (name: string) => new File(["x"], name);

function drop(files: readonly File[]): void {
  fireEvent.drop(screen.getByText("Drop a file of sales here"), { dataTransfer: { files } });
}

it("takes a dropped table and refuses anything else aloud", () => {
  const chosen = vi.fn();
  render(<Choose maxBytes={10} onChoose={chosen} />);
  drop([file("holiday.jpg")]);
  expect(screen.getByRole("alert").textContent).toContain("holiday.jpg is not a table of sales");
  drop([file("a.csv"), file("b.csv")]);
  expect(screen.getByRole("alert").textContent).toContain("2 files were dropped");
  expect(chosen).not.toHaveBeenCalled();
  drop([file("may.csv")]);
  expect(chosen).toHaveBeenCalledOnce();
  expect(screen.queryByRole("alert")).toBeNull();
});
