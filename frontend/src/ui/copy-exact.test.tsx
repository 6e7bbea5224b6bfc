// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { copyExact } from "./copy-exact";

afterEach(cleanup);

function copied(select: (table: HTMLElement, range: Range) => void): string {
  render(
    <div onCopy={copyExact}>
      <table>
        <tbody>
          <tr>
            <th>Nairobi</th>
            <td>
              <data value="233216.69">KES 233K</data>
            </td>
            <td>
              <data value="0.1518">15.2 %</data>
            </td>
          </tr>
          <tr>
            <th>Thika</th>
            <td>
              <data value="-7.5">-KES 7.5</data>
            </td>
            <td>—</td>
          </tr>
        </tbody>
      </table>
    </div>,
  );
  const range = document.createRange();
  select(screen.getByRole("table"), range);
  window.getSelection()?.removeAllRanges();
  window.getSelection()?.addRange(range);
  let told = "";
  fireEvent.copy(screen.getByRole("table"), {
    clipboardData: {
      setData: (_: string, text: string) => {
        told = text;
      },
    },
  });
  return told;
}

test("rows are lines, and cells have tabs between", () => {
  const whole = (table: HTMLElement, range: Range) => {
    range.selectNodeContents(table);
  };
  expect(copied(whole)).toBe("Nairobi\t233216.69\t0.1518\nThika\t-7.5\t—");
});

test("one row alone keeps its cells apart", () => {
  const first = (table: HTMLElement, range: Range) => {
    range.selectNodeContents(table.querySelector("tr") ?? table);
  };
  expect(copied(first)).toBe("Nairobi\t233216.69\t0.1518");
});

test("a number alone is copied in full", () => {
  const one = (table: HTMLElement, range: Range) => {
    range.selectNodeContents(table.querySelector("data") ?? table);
  };
  expect(copied(one)).toBe("233216.69");
});
