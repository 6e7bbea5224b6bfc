// @vitest-environment jsdom
import { cleanup, screen, within } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import leaderboard from "../../fixtures/Leaderboard.json";
import type { Meta } from "../api/unwrap";
import { AnswerOf } from "./answer-context";
import { BarList } from "./bar-list";
import type { Column } from "./columns";
import { DataTable, type DataTableProps } from "./data-table";
import { MatrixTable } from "./matrix-table";
import { Member } from "./member";
import type { Sorted } from "./sort";
import { stage } from "./stage";

type Row = (typeof leaderboard.salespersonLeaderboard.data)[number];

const { data: ROWS, metadata } = leaderboard.salespersonLeaderboard;
const META: Meta = metadata;
const COLUMNS: readonly Column<Row>[] = [
  { field: "profit", label: "Profit", kind: "money", sort: "PROFIT" },
  { field: "growthRate", label: "Growth", kind: "growth", sort: "GROWTH", isDelta: true, direction: "up" },
  { field: "commission", label: "Commission", kind: "money" },
];

afterEach(cleanup);

function Table(props: Partial<DataTableProps<Row>>) {
  const [sorted, setSorted] = useState<Sorted | null>(null);
  const [names, setNames] = useState<readonly string[]>([]);
  return (
    <AnswerOf meta={META}>
      <DataTable
        caption="Salespeople"
        rowHead="Salesperson"
        rows={ROWS}
        columns={COLUMNS}
        rowKey={(row) => row.salesperson}
        name={(row) => <Member dimension="salesperson" name={row.salesperson} />}
        sorted={sorted}
        defaultSort="PROFIT"
        onSort={setSorted}
        totals={{ count: 24, totals: metadata.totals, others: metadata.others }}
        selection={{ names, most: 2, onChange: setNames }}
        {...props}
      />
    </AnswerOf>
  );
}

const order = (name: string) => screen.getByRole("columnheader", { name }).getAttribute("aria-sort");

test("a head sorts down, up and back to the default, by keyboard", async () => {
  const hands = stage(<Table />);
  expect([order("Profit"), order("Growth")]).toEqual(["descending", "none"]);
  screen.getByRole("button", { name: "Growth" }).focus();
  await hands.keyboard("{Enter}");
  expect([order("Profit"), order("Growth")]).toEqual(["none", "descending"]);
  await hands.keyboard(" ");
  expect(order("Growth")).toBe("ascending");
  await hands.keyboard("{Enter}");
  expect([order("Profit"), order("Growth")]).toEqual(["descending", "none"]);
});

test("rows are chosen by keyboard, no more than may be", async () => {
  const hands = stage(<Table />);
  const boxes = screen.getAllByRole<HTMLInputElement>("checkbox");
  boxes[0]?.focus();
  await hands.keyboard(" ");
  boxes[1]?.focus();
  await hands.keyboard(" ");
  expect(boxes.map(({ checked }) => checked)).toEqual([true, true, false, false, false]);
  expect(boxes[2]?.disabled).toBe(true);
});

test("numbers carry their exact value, and a null its reason", () => {
  stage(<Table />);
  const row = screen.getByRole("row", { name: /Wanjiru Kamau/ });
  const exact = [...row.querySelectorAll("data")].map(({ value }) => value);
  expect(exact).toEqual([String(ROWS[0]?.profit), String(ROWS[0]?.growthRate), ""]);
  expect(within(row).getByRole("img", { name: "no value: No commission rates are loaded." }).textContent).toBe("—");
});

test("others and totals are those of the API", () => {
  stage(<Table />);
  const total = screen.getByRole("row", { name: /Total of 24, 5 shown/ });
  expect(total.querySelector("data")?.value).toBe(String(metadata.totals.profit));
  const others = screen.getByRole("row", { name: /Others \(19\)/ });
  expect(others.querySelector("data")?.value).toBe(String(metadata.others.profit));
});

test("a row opens to the right and folds to the left", async () => {
  const onToggle = vi.fn();
  const tree = { level: () => 0, isOpen: (row: Row) => row.rank === 1, onToggle };
  const hands = stage(<Table tree={tree} />);
  screen.getByRole("button", { name: "Fold Wanjiru Kamau" }).focus();
  await hands.keyboard("{ArrowRight}");
  expect(onToggle).not.toHaveBeenCalled();
  await hands.keyboard("{ArrowLeft}");
  expect(onToggle).toHaveBeenCalledExactlyOnceWith(ROWS[0]);
});

test("a name is a link that keeps the view, and its funnel filters", async () => {
  const hands = stage(<Table />, "/salespeople?p=year");
  const link = screen.getByRole("link", { name: "Wanjiru Kamau" });
  expect(link.getAttribute("href")).toBe("/salespeople/Wanjiru%20Kamau?p=year");
  await hands.click(screen.getByRole("button", { name: "Filter to Wanjiru Kamau" }));
  expect(window.location.search).toBe("?p=year&sp=Wanjiru+Kamau");
});

test("a bar opens what can be done with it, by keyboard", async () => {
  const mark = { dimension: "branch", name: "Nairobi", value: 12.5 } as const;
  const hands = stage(
    <BarList
      label="Branches"
      kind="money"
      rows={[{ key: "Nairobi", name: "Nairobi", value: 12.5, change: 0.1, mark }]}
    />,
    "/?branch=Kisumu&branch=Nairobi",
  );
  screen.getByRole("button", { name: /Nairobi/ }).focus();
  await hands.keyboard("{Enter}");
  const labels = (await screen.findAllByRole("menuitem")).map(({ textContent }) => textContent);
  expect(labels).toEqual(["Filter to this", "Exclude", "Open Nairobi", "Compare with…", "Copy value"]);
  await hands.click(screen.getByRole("menuitem", { name: "Exclude" }));
  expect(window.location.search).toBe("?branch=Kisumu&x.branch=Nairobi");
});

test("arrows walk a matrix, Enter opens a cell", async () => {
  const onCell = vi.fn();
  const heads = ["A", "B"].map((name) => ({ key: name, label: name }));
  const cells = [
    [{ value: 1 }, { value: 2 }],
    [{ value: null, reason: "NOT_LOADED", isNotLoaded: true }, { value: -4 }],
  ];
  const hands = stage(
    <MatrixTable
      caption="Hours"
      corner="Day"
      columns={heads}
      rows={heads}
      cells={cells}
      kind="count"
      onCell={onCell}
    />,
  );
  await hands.tab();
  await hands.keyboard("{ArrowRight}{ArrowDown}{Enter}");
  expect(onCell).toHaveBeenCalledExactlyOnceWith(1, 1, document.activeElement);
  expect(document.activeElement?.className).toContain("below-5");
  expect(document.querySelector(".not-loaded data")?.getAttribute("value")).toBe("");
});
