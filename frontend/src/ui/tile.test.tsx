// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import leaderboard from "../../fixtures/Leaderboard.json";
import nobody from "../../fixtures/Nobody.json";
import nowhen from "../../fixtures/Nowhen.json";
import refused from "../../fixtures/Refused.json";
import { Failure } from "../api/client";
import type { Asked } from "../api/page-query";
import { askedOf, stage } from "./stage";
import { Tile } from "./tile";

interface Row {
  readonly salesperson: string;
}

const PEOPLE = leaderboard.salespersonLeaderboard;
const PATH = "*/api/kpis/salesperson-leaderboard";
const server = setupServer();
beforeAll(() => {
  server.listen({ onUnhandledRequest: "error" });
  URL.createObjectURL = () => "#saved";
});
afterEach(() => {
  server.resetHandlers();
  cleanup();
});
afterAll(() => {
  server.close();
});

function tile(asked: Asked<readonly Row[]>, content = names) {
  const question = { report: "salespersonLeaderboard", args: { period: "MONTH", limit: 5, filters: null } };
  const twin = (rows: readonly Row[]) => ({
    caption: "Profit by salesperson",
    columns: [{ label: "Salesperson", kind: "text" as const }],
    rows: rows.map(({ salesperson }) => [salesperson]),
  });
  return (
    <Tile title="Profit by salesperson" asked={asked} height={200} question={question} twin={twin}>
      {content}
    </Tile>
  );
}

const names = (rows: readonly Row[]) => <p tabIndex={0}>{rows.map(({ salesperson }) => salesperson).join(", ")}</p>;
const section = () => screen.getByRole("region", { name: "Profit by salesperson" });
const shown = (text: string | RegExp) => screen.getByText(text);

describe("a tile", () => {
  test("says its window, unit and comparison above its content", () => {
    stage(tile(askedOf(PEOPLE)));
    expect(within(section()).getByRole("heading", { level: 2 }).textContent).toBe("Profit by salesperson");
    expect(shown("1–31 Dec 2024 · KES · vs 1–30 Nov 2024")).toBeDefined();
    expect(section().getAttribute("aria-busy")).toBe("false");
  });

  test("shows no skeleton for an answer that comes at once, and one after a while", async () => {
    stage(tile(askedOf(PEOPLE, { answer: null })));
    expect(section().querySelector(".MuiSkeleton-root")).toBeNull();
    await waitFor(() => {
      expect(section().querySelector(".MuiSkeleton-root")).not.toBeNull();
    });
  });

  test("keeps the old answer and is busy while a new question is asked", () => {
    stage(tile(askedOf(PEOPLE, { isOld: true })));
    expect(section().getAttribute("aria-busy")).toBe("true");
    expect(shown(/Wanjiru Kamau/)).toBeDefined();
  });

  test("stays as it is while the same question is asked of newer data", () => {
    stage(tile(askedOf(PEOPLE, { isRevalidating: true })));
    expect(section().getAttribute("aria-busy")).toBe("false");
  });

  test("says of which days and members nothing was sold, and undoes the filter", async () => {
    const hands = stage(tile(askedOf({ ...PEOPLE, data: [] })), "/?branch=Kisumu");
    expect(shown("No sales on 1–31 Dec 2024 for Branch Kisumu.")).toBeDefined();
    await hands.click(screen.getByRole("button", { name: "Any branch" }));
    expect(window.location.search).toBe("");
  });

  test("offers the nearest of a name that nobody has", async () => {
    const hands = stage(tile(askedOf(nobody.branchPerformance)), "/?branch=Nairbi");
    await hands.click(screen.getByRole("button", { name: "Use Nairobi" }));
    expect(window.location.search).toBe("?branch=Nairobi");
  });

  test("never shows what was not loaded as nothing sold", () => {
    stage(tile(askedOf(nowhen.branchPerformance)));
    expect(section().querySelector("[data-state=not-loaded]")).not.toBeNull();
    expect(shown(/No day of 2035-01-01 to 2035-01-31 was loaded/)).toBeDefined();
    expect(screen.getByRole("link", { name: "See what is loaded" }).getAttribute("href")).toBe("/data");
  });

  test("tells why the API refused, with its code and request, and asks again", async () => {
    const refetch = vi.fn();
    const { error, metadata } = refused.branchPerformance;
    const late = { ...refused.branchPerformance, error: { ...error, code: "TIMEOUT" } };
    const hands = stage(tile(askedOf(late, { refetch })));
    expect(shown(/TIMEOUT/).textContent).toContain(metadata.requestId);
    await hands.click(screen.getByRole("button", { name: "Try again" }));
    expect(refetch).toHaveBeenCalledOnce();
  });

  test("does not offer to ask again what a key may not ask", () => {
    const error = { code: "FORBIDDEN", message: "explore needs the role analyst; yours is viewer.", hint: null };
    stage(tile(askedOf({ ...refused.branchPerformance, error })));
    expect(shown(/needs the role analyst/)).toBeDefined();
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
  });

  test("goes to the first rows from a page of rows that older data had", async () => {
    expect(refused.branchPerformance.error.code).toBe("INVALID_CURSOR");
    const hands = stage(tile(askedOf(refused.branchPerformance)), "/?after=zzz&p=year");
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
    await hands.click(screen.getByRole("button", { name: "First rows" }));
    expect(window.location.search).toBe("?p=year");
  });

  test("keeps the last answer to its question while the server is away, and says so", () => {
    stage(tile(askedOf(PEOPLE, { failure: new Failure("UNREACHABLE", "The server cannot be reached.") })));
    expect(shown(/Wanjiru Kamau/)).toBeDefined();
    expect(shown("older answer")).toBeDefined();
  });

  test("fails alone when its content breaks", () => {
    const silent = vi.spyOn(console, "error").mockReturnValue(undefined);
    stage(
      <>
        {tile(askedOf(PEOPLE), () => {
          throw new Error("broken");
        })}
        <p>The neighbour</p>
      </>,
    );
    expect(shown(/DISPLAY_FAILED/)).toBeDefined();
    expect(shown("The neighbour")).toBeDefined();
    silent.mockRestore();
  });

  test("shows a hostile name as text", () => {
    const data = [{ salesperson: "<img src=x onerror=alert(1)>" }];
    stage(tile(askedOf({ ...PEOPLE, data })));
    expect(shown("<img src=x onerror=alert(1)>")).toBeDefined();
    expect(document.querySelector("img")).toBeNull();
  });
});

describe("its tools", () => {
  test("t changes to the table, i opens the proof, e the menu", async () => {
    const hands = stage(tile(askedOf(PEOPLE)));
    screen.getByText(/Wanjiru Kamau/).focus();
    await hands.keyboard("t");
    expect(screen.getByRole("table", { name: "Profit by salesperson" })).toBeDefined();
    screen.getByRole("button", { name: "Show the chart" }).focus();
    await hands.keyboard("t");
    screen.getByText(/Wanjiru Kamau/).focus();
    await hands.keyboard("e");
    expect(await screen.findByRole("menuitem", { name: "CSV" })).toBeDefined();
    await hands.keyboard("{Escape}");
    await waitFor(() => {
      expect(screen.queryByRole("menu")).toBeNull();
    });
    screen.getByText(/Wanjiru Kamau/).focus();
    await hands.keyboard("i");
    expect(await screen.findByRole("dialog", { name: "How was this number made?" })).toBeDefined();
  });

  test("the file is of all rows, and its message says so", async () => {
    let asked = "";
    server.use(
      http.get(PATH, ({ request }) => {
        asked = request.url;
        const headers = { "X-Row-Count": "24", "X-Complete": "true", "Content-Type": "text/csv" };
        return new HttpResponse("salesperson\r\n", { headers });
      }),
    );
    const hands = stage(tile(askedOf(PEOPLE)));
    await hands.click(screen.getByRole("button", { name: "More for Profit by salesperson" }));
    await hands.click(await screen.findByRole("menuitem", { name: "CSV" }));
    expect((await screen.findByRole("status")).textContent).toBe("24 of 24 rows, complete");
    expect(new URL(asked).search).toBe("?period=MONTH&format=csv");
  });

  test("a file that fails says why in the words of a tile", async () => {
    const error = { code: "OVERLOADED", message: "Too much at once.", hint: "Try again in a second." };
    const headers = { "X-Request-ID": "abc" };
    server.use(http.get(PATH, () => HttpResponse.json({ error }, { status: 503, headers })));
    const hands = stage(tile(askedOf(PEOPLE)));
    await hands.click(screen.getByRole("button", { name: "More for Profit by salesperson" }));
    await hands.click(await screen.findByRole("menuitem", { name: "CSV" }));
    const said = await screen.findByRole("status");
    expect(said.textContent).toBe("Too much at once. Try again in a second. (OVERLOADED · request abc)");
  });

  test("the proof says how, and checks against the base", async () => {
    let source: string | null = null;
    server.use(
      http.get(PATH, ({ request }) => {
        source = new URL(request.url).searchParams.get("source");
        return HttpResponse.json(PEOPLE);
      }),
    );
    const hands = stage(tile(askedOf(PEOPLE)));
    await hands.click(screen.getByRole("button", { name: "How was this number made?" }));
    const panel = await screen.findByRole("dialog", { name: "How was this number made?" });
    expect(panel.textContent).toContain("16,593,507.01 / 104,016,238.85 = 15.95 %");
    expect(panel.textContent).toContain("it does not keep Salesperson");
    expect(panel.textContent).toContain("No commission rates are loaded.");
    expect(panel.textContent).toContain(PEOPLE.metadata.requestId);
    await hands.click(within(panel).getByRole("button", { name: "Check against the base" }));
    expect(await within(panel).findByText(/Equal to the cent/)).toBeDefined();
    expect(source).toBe("BASE");
  });

  test("the proof shows each value that differs from the base", async () => {
    const [first, ...others] = PEOPLE.data;
    const data = [{ ...first, profit: 1 }, ...others];
    server.use(http.get(PATH, () => HttpResponse.json({ ...PEOPLE, data })));
    const hands = stage(tile(askedOf(PEOPLE)));
    await hands.click(screen.getByRole("button", { name: "How was this number made?" }));
    await hands.click(await screen.findByRole("button", { name: "Check against the base" }));
    expect(await screen.findByRole("rowheader", { name: "[0].profit" })).toBeDefined();
  });
});
