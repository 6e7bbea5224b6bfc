import { describe, expect, it } from "vitest";
import { chosenIn, startedWith, withHeader } from "./mapping";

const MAPPING = `name: proposed
decimal: .
columns:
  __time: {header: Date, format: '%Y-%m-%d'}
  product: ItemName
  # keep one of these lines for customer
  customer: Name
  customer: Code
timezone: Africa/Nairobi
`;

describe("withHeader", () => {
  it("takes a column from another header and leaves every other line", () => {
    expect(withHeader(MAPPING, "product", "SKU")).toBe(MAPPING.replace("product: ItemName", 'product: "SKU"'));
  });

  it("settles an open choice", () => {
    const settled = withHeader(MAPPING, "customer", "Code");
    expect(settled.match(/customer/g)).toHaveLength(1);
    expect(settled).toContain('  customer: "Code"\ntimezone');
  });

  it("adds what is not mapped yet at the end of the columns", () => {
    expect(withHeader(MAPPING, "branch", "Shop: North")).toContain('  branch: "Shop: North"\ntimezone');
  });

  it("leaves a column out", () => {
    expect(withHeader(MAPPING, "product", null)).toBe(MAPPING.replace("  product: ItemName\n", ""));
  });

  it("begins the columns of an empty mapping", () => {
    expect(withHeader("", "product", '"<img>"')).toBe('columns:\n  product: "\\"<img>\\""\n');
  });

  it("goes back and forth without leaving anything", () => {
    const there = withHeader(MAPPING, "branch", "Shop");
    expect(withHeader(there, "branch", null)).toBe(MAPPING);
  });
});

describe("chosenIn", () => {
  it("reads plain headers, quoted ones, and those of longer entries", () => {
    const chosen = chosenIn(withHeader(MAPPING, "branch", 'a "b"'));
    expect([...chosen]).toEqual([
      ["__time", "Date"],
      ["product", "ItemName"],
      ["customer", "Code"],
      ["branch", 'a "b"'],
    ]);
  });

  it("is empty without columns", () => {
    expect([...chosenIn("name: x\n")]).toEqual([]);
  });
});

it("a mapping may begin with what was found", () => {
  const field = { kind: "text", required: true, definition: "", expression: null, constant: null };
  const fields = [
    { ...field, column: "product", header: "Item" },
    { ...field, column: "branch", header: null },
  ];
  expect(startedWith(fields)).toBe('columns:\n  product: "Item"\n');
});
