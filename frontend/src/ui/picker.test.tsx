// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { useState } from "react";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Members } from "../state/view";
import { Picker } from "./picker";
import { listed, moved } from "./picker-model";

const ALL = ["Mombasa", "Nakuru", "Nairobi", "<img onerror>"];
const server = setupServer(
  http.get("*/api/filter-options/branch", ({ request }) => {
    const search = new URL(request.url).searchParams.get("search") ?? "";
    const found = ALL.filter((name) => name.toLowerCase().includes(search.toLowerCase()));
    return HttpResponse.json({
      data: found.map((value) => ({ value, count: 10, firstSale: null })),
      metadata: { page: { totalCount: found.length } },
    });
  }),
);

beforeAll(() => {
  // the page scrolls to the row that the keys are on; there is nothing to scroll here
  Element.prototype.scrollIntoView = () => undefined;
  server.listen();
});
afterEach(cleanup);
afterAll(() => {
  server.close();
});

function Held({ start, isKept = true }: { readonly start: Members; readonly isKept?: boolean }) {
  const [members, setMembers] = useState(start);
  return (
    <QueryClientProvider client={new QueryClient()}>
      <Picker
        label="Branch"
        dimension="branch"
        chosen={members}
        onChange={(next) => {
          if (isKept) setMembers(next);
          return isKept;
        }}
      />
      <output>{JSON.stringify(members)}</output>
    </QueryClientProvider>
  );
}

const NOBODY: Members = { in: [], notIn: [] };
const chosen = () => JSON.parse(screen.getByText(/^\{/).textContent) as Members;
const names = () => screen.getAllByRole("option").map((option) => option.textContent);

test("by keyboard alone: search, move, choose, choose only this", async () => {
  const user = userEvent.setup();
  render(<Held start={NOBODY} />);
  await screen.findByRole("option", { name: /Mombasa/ });
  expect(document.activeElement).toBe(screen.getByRole("combobox"));
  await user.keyboard("{ArrowDown}{Enter}");
  expect(chosen().in).toEqual(["Nakuru"]);
  await user.keyboard("nai");
  await waitFor(() => {
    expect(names()).toHaveLength(1);
  });
  await user.keyboard("{Enter}");
  expect(chosen().in).toEqual(["Nakuru", "Nairobi"]);
  await user.keyboard("{Shift>}{Enter}{/Shift}");
  expect(chosen().in).toEqual(["Nairobi"]);
});

test("chosen members come first, and stay where they are when they are taken out", async () => {
  const user = userEvent.setup();
  render(<Held start={{ in: ["Nairobi"], notIn: [] }} />);
  await screen.findByRole("option", { name: /Mombasa/ });
  expect(names()[0]).toContain("Nairobi");
  await user.keyboard("{Enter}");
  expect(chosen()).toEqual(NOBODY);
  expect(names()[0]).toContain("Nairobi");
});

test("exclude takes over what was included", async () => {
  const user = userEvent.setup();
  render(<Held start={{ in: ["Nairobi"], notIn: [] }} />);
  await user.click(screen.getByRole("button", { name: "Exclude" }));
  expect(chosen()).toEqual({ in: [], notIn: ["Nairobi"] });
});

test("all, none, and a name that is no markup", async () => {
  const user = userEvent.setup();
  render(<Held start={NOBODY} />);
  await screen.findByRole("option", { name: /<img onerror>/ });
  await user.click(screen.getByRole("button", { name: "All" }));
  expect(chosen().in).toEqual(ALL);
  await user.click(screen.getByRole("button", { name: "None" }));
  expect(chosen()).toEqual(NOBODY);
});

test("a choice that no address can hold is said", async () => {
  const user = userEvent.setup();
  render(<Held start={NOBODY} isKept={false} />);
  await screen.findByRole("option", { name: /Mombasa/ });
  await user.keyboard("{Enter}");
  expect(screen.getByText(/too long for an address/)).toBeDefined();
});

test("a member that the server did not list is still there when it was chosen", () => {
  expect(listed([{ value: "A", count: 1 }], ["Z"], "")).toEqual([
    { value: "Z", count: null },
    { value: "A", count: 1 },
  ]);
  expect(listed([], ["Zed"], "a")).toEqual([]);
});

test("keys stop at the ends", () => {
  expect(moved("ArrowUp", 0, 3)).toBe(0);
  expect(moved("PageDown", 0, 3)).toBe(2);
  expect(moved("a", 0, 3)).toBeNull();
});
