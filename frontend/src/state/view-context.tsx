/** The view for every panel, the way to change it, and the links that carry it. */
import { createContext, use, useMemo, useState, type ReactNode } from "react";
import { navigate, usePathname, useSearch } from "wouter/use-browser-location";
import { partOf } from "./member-part";
import {
  DEFAULT_VIEW,
  formatView,
  parseView,
  LONGEST_ADDRESS,
  type Declared,
  type Dimension,
  type Parsed,
  type View,
} from "./view";

export type How = "push" | "replace";
type Asking = Record<string, { in?: string[]; notIn?: string[] }>;

/** What every page asks with, named as the variables of its operation. */
export interface QuestionVariables extends Record<string, unknown> {
  readonly period: View["period"];
  readonly dateRange: { startDate: string; endDate: string } | null;
  readonly filters: Asking | null;
  readonly compare: { kind: View["compare"][number]["kind"]; startDate?: string; endDate?: string }[];
  readonly timezone: string | null;
}

interface ViewState extends Parsed {
  /** False when the address would be too long; nothing has changed then. */
  readonly show: (change: Partial<View>, how?: How) => boolean;
  /** The last change was refused for the length of its address. */
  readonly isTooLong: boolean;
}

interface ViewProviderProps {
  /** What the page at a path declares of the address. */
  readonly declaredAt: (path: string) => Declared;
  readonly children: ReactNode;
}

const ViewContext = createContext<ViewState | null>(null);

export function ViewProvider({ declaredAt, children }: ViewProviderProps) {
  const search = useSearch();
  const path = usePathname();
  // of the address that refused it: whatever is shown next takes the notice away
  const [refusing, setRefusing] = useState<string | null>(null);
  const state = useMemo(() => {
    const declared = declaredAt(path);
    // the address of this moment, not of the last drawing: two quick changes both count
    const show = (change: Partial<View>, how: How = "push") => {
      const { pathname, search: now } = window.location;
      const before = parseView(now, declaredAt(pathname)).view;
      const next = formatView({ ...before, version: null, ...change });
      const isTooLong = next.length > LONGEST_ADDRESS;
      setRefusing(isTooLong ? pathname + now : null);
      if (isTooLong) return false;
      if (next !== now) navigate(pathname + next, { replace: how === "replace" });
      return true;
    };
    return { ...parseView(search, declared), show, isTooLong: refusing === path + search };
  }, [search, path, declaredAt, refusing]);
  return <ViewContext value={state}>{children}</ViewContext>;
}

export function useView(): ViewState {
  const state = use(ViewContext);
  if (state === null) throw new Error("useView is used outside of ViewProvider");
  return state;
}

export function useQuestion(): QuestionVariables {
  const { view } = useView();
  return useMemo(() => questionOf(view), [view]);
}

export function questionOf({ period, from, to, compare, filters, timezone }: View): QuestionVariables {
  const asked = Object.entries(filters).map(([dimension, members]) => [
    dimension,
    {
      ...(members.in.length > 0 && { in: [...members.in] }),
      ...(members.notIn.length > 0 && { notIn: [...members.notIn] }),
    },
  ]);
  return {
    period,
    dateRange: from !== null && to !== null ? { startDate: from, endDate: to } : null,
    filters: asked.length > 0 ? (Object.fromEntries(asked) as Asking) : null,
    compare: compare.map((one) => ({ ...one })),
    timezone,
  };
}

export type Link = (path: string, change?: Partial<View>) => string;

/** An address that keeps period, comparisons, filters, measure and zone; what belongs to the page alone stays behind. */
export function useLink(): Link {
  const { view } = useView();
  return useMemo(() => {
    const { period, from, to, compare, filters, metric, timezone } = view;
    const kept = { ...DEFAULT_VIEW, period, from, to, compare, filters, metric, timezone };
    return (path, change = {}) => path + formatView({ ...kept, ...change });
  }, [view]);
}

/** The path of a member's own page. */
export function memberPath(dimension: Dimension, name: string): string | null {
  const place = PAGES[dimension];
  return place === undefined ? null : `${place}/${partOf(name)}`;
}

const PAGES: Partial<Record<Dimension, string>> = {
  branch: "/branches",
  salesperson: "/salespeople",
  product: "/products",
  customer: "/customers",
};
