import { expect, test } from "vitest";
import { pairKey, pairsNote } from "./data";

const PAIR = { orders: 1, support: 0, confidence: null, confidenceBack: null, lift: null, nulls: [] };

test("a pair is told by both names", () => {
  expect(pairKey({ ...PAIR, productA: "<b>", productB: "Soap" })).toBe("<b> + Soap");
  expect(pairKey({ ...PAIR, productA: null, productB: "Soap" })).toBe(" + Soap");
});

test("the note says of how many orders, and what was left out", () => {
  expect(pairsNote({ orders: 5032, fewestOrders: 2, pairsBelow: 16 })).toBe(
    "Of 5,032 orders; pairs in fewer than 2 of them are left out (16).",
  );
  expect(pairsNote({ orders: 1, fewestOrders: 2, pairsBelow: 0 })).toBe("Of 1 order.");
  expect(pairsNote(null)).toBe("");
});
