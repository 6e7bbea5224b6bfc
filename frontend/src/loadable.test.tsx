// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Boundary } from "./ui/boundary";
import { loadable } from "./loadable";

afterEach(() => {
  document.body.innerHTML = "";
});

const Page = ({ name }: { readonly name: string }) => <p>Page of {name}</p>;
const code = () => Promise.resolve({ default: Page });

test("code that is there is drawn at once, with nothing in between", async () => {
  const { load, View } = loadable(code, <p>Waiting</p>);
  await load();
  render(<View name="Thika" />);
  expect(screen.queryByText("Waiting")).toBeNull();
  expect(screen.getByText("Page of Thika")).toBeTruthy();
});

test("code on its way leaves its place to what waits", async () => {
  const { View } = loadable(code, <p>Waiting</p>);
  render(<View name="Thika" />);
  expect(screen.getByText("Waiting")).toBeTruthy();
  expect(await screen.findByText("Page of Thika")).toBeTruthy();
});

test("code that cannot be had is the boundary's to tell", async () => {
  const quiet = vi.spyOn(console, "error").mockReturnValue(undefined);
  const { View } = loadable<{ readonly name: string }>(() => Promise.reject(new Error("gone")));
  render(
    <Boundary requestId={null}>
      <View name="Thika" />
    </Boundary>,
  );
  expect(await screen.findByRole("alert")).toBeTruthy();
  quiet.mockRestore();
});
