import { describe, expect, it } from "vitest";
import { eventOf } from "./load-events";

describe("eventOf", () => {
  it("reads number, name and data", () => {
    const block = 'id: 7\nevent: progress\ndata: {"phase":"reading","stage":"a: b"}';
    expect(eventOf(block)).toEqual({ id: "7", name: "progress", data: '{"phase":"reading","stage":"a: b"}' });
  });

  it("passes over comments and times", () => {
    expect([eventOf(": still loading"), eventOf("retry: 1000"), eventOf("")]).toEqual([null, null, null]);
  });

  it("the last event has no number", () => {
    expect(eventOf("event: end\ndata: {}")).toEqual({ id: null, name: "end", data: "{}" });
  });
});
