/** What is copied out of a tile: numbers at full precision, rows of a table as lines, cells with tabs between. */
import type { ClipboardEvent } from "react";

export function copyExact(event: ClipboardEvent<HTMLElement>): void {
  const selection = window.getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return;
  const text = exactText(selection.getRangeAt(0));
  if (text === null) return;
  event.clipboardData.setData("text/plain", text);
  event.preventDefault();
}

/** Null when no number is in the range, so that the browser copies as always. */
function exactText(range: Range): string | null {
  const inside = elementOf(range.commonAncestorContainer)?.closest("data");
  if (inside) return inside.textContent === range.toString() ? inside.value : null;
  const copied = range.cloneContents();
  const numbers = [...copied.querySelectorAll("data")];
  if (numbers.length === 0) return null;
  for (const number of numbers) number.textContent = number.value;
  const rows = rowsOf(copied);
  if (rows.length === 0) return tidy(copied.textContent);
  return rows.map((row) => [...row.children].map((cell) => tidy(cell.textContent)).join("\t")).join("\n");
}

/** Within one row a range has its cells alone. */
function rowsOf(copied: DocumentFragment): readonly ParentNode[] {
  return copied.firstElementChild?.matches("td, th") ? [copied] : [...copied.querySelectorAll("tr")];
}

const elementOf = (node: Node): Element | null => (node instanceof Element ? node : node.parentElement);
const tidy = (text: string | null): string => (text ?? "").replace(/\s+/g, " ").trim();
