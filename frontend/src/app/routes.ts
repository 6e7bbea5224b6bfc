/** Every page: its path, its name in the menu, its code, and what of the view it reads. */
import type { ComponentType } from "react";
import { loadable } from "../loadable";
import { WAITING } from "./waiting";
import { ASKS, type Ask } from "./asks";
import type { IconName } from "./icons";
import { EXPLORE_KEYS } from "../state/exploration";
import { nameIn } from "../state/member-part";
import type { Declared, Dimension } from "../state/view";
import { SORTS as CUSTOMER_SORTS } from "../features/customers-table/data";
import { PART_SORTS } from "../features/member-parts/data";
import { SORTS as PRODUCT_SORTS } from "../features/products-table/data";
import { MARGIN_SORTS } from "../features/profit-margins/data";
import { BRANCH_SORTS } from "./pages/branches/question";
import { BOARD_SORTS } from "./pages/salespeople/question";

/** A page is drawn in the frame's `main`; the frame has its `h1`. `name` is the member of `/branches/:name`. */
export interface PageProps {
  readonly name: string;
}

export interface Route {
  readonly path: string;
  readonly title: string;
  /** Of the list that a member page belongs to. */
  readonly icon: IconName;
  /** Second key after `g`. */
  readonly key: string;
  readonly page: PageCode;
  /** Page of one member, at `path/:name`. */
  readonly member?: PageCode;
  /** Keys of the address that the page or its member page declares itself. */
  readonly keys?: readonly string[];
  /** Whether period, comparisons and filters mean anything here. */
  readonly isAsking: boolean;
  /** Filters that the page cannot use, and why, as said on the struck-through chip. */
  readonly ignores?: Partial<Record<Dimension, string>>;
}

interface Loaded {
  readonly default: ComponentType<PageProps>;
}

export interface PageCode {
  readonly load: () => Promise<unknown>;
  readonly View: ComponentType<PageProps>;
  /** Asks the page's question before the page is there. */
  readonly ask: Ask | null;
  /** What its lists can be sorted by; null where the answer decides. */
  readonly sorts: readonly string[] | null;
}

type Sorts = PageCode["sorts"];

const page = (load: () => Promise<Loaded>, ask: Ask | null = null, sorts: Sorts = []): PageCode => ({
  ...loadable(load, WAITING),
  ask,
  sorts,
});

/** A page with charts, whose code comes along and not after the answer. */
const charted = (load: () => Promise<Loaded>, ask: Ask, sorts: Sorts = []): PageCode => {
  const loadBoth = () => {
    // a chart that cannot be had says so in its tile
    import("../charts/plot").catch(() => undefined);
    return load();
  };
  return page(loadBoth, ask, sorts);
};

export const ROUTES: readonly Route[] = [
  {
    path: "/",
    title: "Overview",
    icon: "overview",
    key: "o",
    page: charted(() => import("./pages/overview/page"), ASKS.overview),
    isAsking: true,
  },
  {
    path: "/salespeople",
    title: "Salespeople",
    icon: "salespeople",
    key: "s",
    page: charted(() => import("./pages/salespeople/page"), ASKS.salespeople, BOARD_SORTS),
    member: charted(() => import("./pages/salesperson/page"), ASKS.salesperson, PART_SORTS),
    keys: ["after"],
    isAsking: true,
  },
  {
    path: "/products",
    title: "Products",
    icon: "products",
    key: "p",
    page: charted(() => import("./pages/products/page"), ASKS.products, PRODUCT_SORTS),
    member: charted(() => import("./pages/product/page"), ASKS.product),
    keys: ["abc", "after", "open", "pairs", "q", "returns"],
    isAsking: true,
  },
  {
    path: "/branches",
    title: "Branches",
    icon: "branches",
    key: "b",
    page: charted(() => import("./pages/branches/page"), ASKS.branches, BRANCH_SORTS),
    member: charted(() => import("./pages/branch/page"), ASKS.branch, PART_SORTS),
    keys: ["after", "scale", "cells", "of", "hours"],
    isAsking: true,
  },
  {
    path: "/customers",
    title: "Customers",
    icon: "customers",
    key: "c",
    page: page(() => import("./pages/customers/page"), ASKS.customers, CUSTOMER_SORTS),
    member: charted(() => import("./pages/customer/page"), ASKS.customer),
    keys: ["after", "class", "cohort", "q"],
    isAsking: true,
  },
  {
    path: "/profit",
    title: "Profitability",
    icon: "profit",
    key: "f",
    page: charted(() => import("./pages/profit/page"), ASKS.profit, MARGIN_SORTS),
    keys: ["driver", "by", "group-by", "returns", "part"],
    isAsking: true,
  },
  {
    path: "/explore",
    title: "Explore",
    icon: "explore",
    key: "e",
    page: page(() => import("./pages/explore/page"), null, null),
    keys: EXPLORE_KEYS,
    isAsking: true,
  },
  {
    path: "/data",
    title: "Data",
    icon: "data",
    key: "d",
    page: page(() => import("./pages/data/page"), ASKS.data),
    keys: ["load"],
    isAsking: false,
  },
  {
    path: "/diagnostics",
    title: "Diagnostics",
    icon: "diagnostics",
    key: "i",
    page: page(() => import("./pages/diagnostics/page")),
    keys: ["month"],
    isAsking: false,
  },
  {
    path: "/settings",
    title: "Settings",
    icon: "settings",
    key: "",
    page: page(() => import("./pages/settings/page")),
    isAsking: false,
  },
];

export interface Place {
  readonly route: Route;
  /** Name of the member, empty on the page of the list. */
  readonly name: string;
}

/** The place of a path as the browser gives it; null where nothing is. */
export function placeOf(pathname: string): Place | null {
  const [first = "", second, ...rest] = pathname.replace(/^\//, "").replace(/\/$/, "").split("/");
  const route = ROUTES.find(({ path }) => path === `/${first}`);
  if (!route || rest.length > 0) return null;
  if (second === undefined) return { route, name: "" };
  const name = nameIn(second);
  return route.member && name !== null ? { route, name } : null;
}

/** The page of one member, else the page of the list. */
export function codeOf({ route, name }: Place): PageCode {
  return (name === "" ? route.page : route.member) ?? route.page;
}

export function titleOf(place: Place | null): string {
  return place === null ? "Not found" : place.name || place.route.title;
}

/** The same for the same page of the same member. */
export function idOf(place: Place | null): string {
  return place === null ? "" : `${place.route.path}/${place.name}`;
}

/** What the page at a path declares of the address. */
export function declaredAt(pathname: string): Declared {
  const place = placeOf(pathname);
  return place === null ? {} : { keys: place.route.keys, sorts: codeOf(place).sorts };
}
