// @vitest-environment jsdom
import { afterEach, expect, test } from "vitest";
import { isShortcut, switchShortcuts, tileKey } from "./keys";

afterEach(() => {
  document.body.replaceChildren();
  switchShortcuts(true);
});

const pressed = (key: string, target: Element = document.body, more = {}) => ({
  key,
  target,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  defaultPrevented: false,
  ...more,
});

function put(html: string): Element {
  document.body.innerHTML = html;
  return document.body.firstElementChild ?? document.body;
}

test("a letter on the page is a shortcut", () => {
  expect(isShortcut(pressed("m"))).toBe(true);
});

test.each([{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { defaultPrevented: true }])(
  "%j is none",
  (more) => {
    expect(isShortcut(pressed("m", document.body, more))).toBe(false);
  },
);

test.each(["<input>", "<textarea></textarea>", "<select></select>", '<div contenteditable="true"></div>'])(
  "a letter in %s is none",
  (html) => {
    expect(isShortcut(pressed("m", put(html)))).toBe(false);
  },
);

test.each(['<div role="dialog"></div>', '<ul role="menu"></ul>'])("with %s open there is none", (html) => {
  put(html);
  expect(isShortcut(pressed("m"))).toBe(false);
});

test("a key pressed in a layer is none, one pressed beside a layer that fades away is", () => {
  document.body.innerHTML = '<button>Line</button><div class="MuiModal-root"><div role="dialog"><a></a></div></div>';
  const [button, inside] = ["button", "a"].map((name) => document.querySelector(name) ?? document.body);
  expect(isShortcut(pressed("?", inside))).toBe(false);
  expect(isShortcut(pressed("?", button))).toBe(true);
});

test("a hidden layer is not open", () => {
  put('<div class="MuiModal-root" aria-hidden="true"><ul role="listbox"></ul></div>');
  expect(isShortcut(pressed("m"))).toBe(true);
});

test("arrows belong to a slider, letters on it do not", () => {
  const slider = put('<div role="slider"></div>');
  expect(isShortcut(pressed("ArrowLeft", slider))).toBe(false);
  expect(isShortcut(pressed("t", slider))).toBe(true);
});

test.each(['<input type="checkbox">', '<input type="radio">'])("a letter on %s is a shortcut", (html) => {
  expect(isShortcut(pressed("m", put(html)))).toBe(true);
});

test("arrows belong to a radio button", () => {
  expect(isShortcut(pressed("ArrowLeft", put('<input type="radio">')))).toBe(false);
});

test("keys of a tile, unless all are off", () => {
  expect([...["t", "i", "e", "l", "z"]].map((key) => tileKey(pressed(key)))).toEqual([
    "twin",
    "proof",
    "export",
    "link",
    null,
  ]);
  switchShortcuts(false);
  expect(tileKey(pressed("t"))).toBeNull();
});
