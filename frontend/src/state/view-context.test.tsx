// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, test } from "vitest";
import { questionOf, useLink, useView, ViewProvider } from "./view-context";
import { DEFAULT_VIEW } from "./view";

const declaredAt = (path: string) => ({ keys: path === "/explore" ? ["ms"] : [] });
const wrapper = ({ children }: { readonly children: ReactNode }) => (
  <ViewProvider declaredAt={declaredAt}>{children}</ViewProvider>
);
const view = () => renderHook(() => ({ ...useView(), link: useLink() }), { wrapper }).result;

beforeEach(() => {
  window.history.pushState(null, "", "/");
});

test("a filter is a step of the history, a sort is not", () => {
  const { length } = window.history;
  const { current } = view();
  act(() => {
    current.show({ filters: { branch: { in: ["Nairobi"], notIn: [] } } });
  });
  act(() => {
    current.show({ sort: "-profit" }, "replace");
  });
  expect(window.location.search).toBe("?branch=Nairobi&sort=-profit");
  expect(window.history.length).toBe(length + 1);
});

test("two changes at once both count", () => {
  const { current } = view();
  act(() => {
    current.show({ period: "YEAR" });
    current.show({ metric: "PROFIT" });
  });
  expect(window.location.search).toBe("?m=profit&p=year");
});

test("an address too long is refused, nothing changes, and it is said until something is shown", () => {
  const members = Array.from({ length: 300 }, (_, index) => `Customer number ${index}`);
  const seen = view();
  expect(seen.current.isTooLong).toBe(false);
  act(() => {
    expect(seen.current.show({ filters: { customer: { in: members, notIn: [] } } })).toBe(false);
  });
  expect(window.location.search).toBe("");
  expect(seen.current.isTooLong).toBe(true);
  act(() => {
    seen.current.show({ period: "YEAR" });
  });
  expect(seen.current.isTooLong).toBe(false);
});

test("a link keeps period, comparisons and filters and leaves the page's own keys behind", () => {
  window.history.pushState(null, "", "/explore?branch=Thika&cmp=year&ms=profit&p=year&sort=-profit");
  const { current } = view();
  expect(current.view.extra).toEqual({ ms: ["profit"] });
  expect(current.link("/products")).toBe("/products?branch=Thika&cmp=year&p=year");
});

test("a change drops the version that a link was sent with", () => {
  window.history.pushState(null, "", "/?v=1");
  const { current } = view();
  act(() => {
    current.show({ period: "YEAR" });
  });
  expect(window.location.search).toBe("?p=year");
});

test("a view asks with the variables of every operation", () => {
  expect(questionOf(DEFAULT_VIEW)).toEqual({
    period: "MONTH",
    dateRange: null,
    filters: null,
    compare: [{ kind: "PREVIOUS_PERIOD" }],
    timezone: null,
  });
  const asked = questionOf({
    ...DEFAULT_VIEW,
    period: "CUSTOM",
    from: "2024-01-01",
    to: "2024-01-31",
    filters: { branch: { in: ["Thika"], notIn: [] }, customer: { in: [], notIn: ["A"] } },
  });
  expect(asked.dateRange).toEqual({ startDate: "2024-01-01", endDate: "2024-01-31" });
  expect(asked.filters).toEqual({ branch: { in: ["Thika"] }, customer: { notIn: ["A"] } });
});
