// @vitest-environment jsdom
import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { useAnswered } from "./windows";

const answer = (dataVersion: string) => ({
  salesOverview: { metadata: { period: { start: "", end: "", timezone: "UTC" }, comparisons: [], dataVersion } },
});
const KEY = ["Page"];

function Badge() {
  return <p>{useAnswered()?.dataVersion ?? "none"}</p>;
}

function Page() {
  useQuery({ queryKey: KEY, queryFn: () => answer("1"), initialData: answer("1"), staleTime: Infinity });
  return null;
}

/** Fills what is known of an answer while it is drawn, as a page does that begins its question. */
function Filling() {
  const answers = useQueryClient();
  answers.setQueryData(KEY, answer("2"));
  return null;
}

test("an answer that comes while a page is drawn is told after that", async () => {
  const complaint = vi.spyOn(console, "error");
  const answers = new QueryClient();
  const drawn = (isFilling: boolean) => (
    <QueryClientProvider client={answers}>
      <Badge />
      <Page />
      {isFilling && <Filling />}
    </QueryClientProvider>
  );
  const { rerender } = render(drawn(false));
  expect(await screen.findByText("1")).toBeTruthy();
  rerender(drawn(true));
  expect(await screen.findByText("2")).toBeTruthy();
  expect(complaint).not.toHaveBeenCalled();
});
