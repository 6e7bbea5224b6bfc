// @vitest-environment jsdom
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { act, cleanup, render, screen } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { LiveProvider, useLive } from "./live";

let newest = "00000001-a";
let asked = 0;
const answerOf = (version: string) => ({ salesOverview: { metadata: { dataVersion: version, stale: false } } });
const server = setupServer(
  http.get("*/api/data-version", () => HttpResponse.json({ data: { version: newest, asOf: null }, error: null })),
);

function Page() {
  const { shown, waiting } = useLive();
  const { data } = useQuery({
    queryKey: ["page"],
    queryFn: () => {
      asked += 1;
      return answerOf(newest);
    },
    staleTime: Infinity,
  });
  return (
    <p>
      badge {shown?.version}, waiting {waiting?.version ?? "none"}, page {data?.salesOverview.metadata.dataVersion}
    </p>
  );
}

function open(): QueryClient {
  const answers = new QueryClient();
  render(
    <QueryClientProvider client={answers}>
      <LiveProvider>
        <Page />
      </LiveProvider>
    </QueryClientProvider>,
  );
  return answers;
}

beforeAll(() => {
  server.listen({ onUnhandledRequest: "error" });
});
beforeEach(() => {
  newest = "00000001-a";
  asked = 0;
});
afterEach(() => {
  cleanup();
  document.querySelector('[role="dialog"]')?.remove();
});
afterAll(() => {
  server.close();
});

/** A load, and then a question of the page that is answered of it. */
async function answeredOfALoad(answers: QueryClient): Promise<void> {
  await screen.findByText("badge 00000001-a, waiting none, page 00000001-a");
  newest = "00000002-b";
  act(() => {
    answers.setQueryData(["page"], answerOf(newest));
  });
}

test("an answer of newer data than the badge tells is followed at once", async () => {
  await answeredOfALoad(open());
  await screen.findByText("badge 00000002-b, waiting none, page 00000002-b");
});

test("data that are on screen already wait for no panel to be closed", async () => {
  const answers = open();
  const panel = document.body.appendChild(document.createElement("div"));
  panel.setAttribute("role", "dialog");
  await answeredOfALoad(answers);
  await screen.findByText("badge 00000002-b, waiting none, page 00000002-b");
});

test("newer data wait while a panel is open", async () => {
  open();
  await screen.findByText("badge 00000001-a, waiting none, page 00000001-a");
  const panel = document.body.appendChild(document.createElement("div"));
  panel.setAttribute("role", "dialog");
  newest = "00000002-b";
  act(() => {
    window.dispatchEvent(new Event("focus"));
  });
  await screen.findByText("badge 00000001-a, waiting 00000002-b, page 00000001-a");
  expect(asked).toBe(1);
});

test("a page that was answered before a load is asked again when the badge knows of it", async () => {
  newest = "00000002-b";
  const answers = new QueryClient();
  answers.setQueryData(["page"], answerOf("00000001-a"));
  render(
    <QueryClientProvider client={answers}>
      <LiveProvider>
        <Page />
      </LiveProvider>
    </QueryClientProvider>,
  );
  await screen.findByText("badge 00000002-b, waiting none, page 00000002-b");
  expect(asked).toBe(1);
});
