// @vitest-environment jsdom
import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { useAfterFirst } from "./first-answer";

afterEach(cleanup);

const drawn: (string | null)[] = [];

function Below({ data }: { readonly data: string | null }) {
  const page = useAfterFirst({ data });
  drawn.push(page.data);
  return page.data;
}

test("what follows the first lines waits for them once, and is drawn no more than once for each answer after", () => {
  const { rerender, container } = render(<Below data={null} />);
  drawn.length = 0;
  rerender(<Below data="first" />);
  expect(drawn).toEqual([null, "first"]);
  drawn.length = 0;
  rerender(<Below data="second" />);
  expect(drawn).toEqual(["second"]);
  expect(container.textContent).toBe("second");
});
