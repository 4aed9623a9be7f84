import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveQuery } from "./live-query.ts";

/** As much of a page as a live query looks at. */
class Page extends EventTarget {
  visibilityState: "visible" | "hidden" = "visible";
  turn(state: "visible" | "hidden") {
    this.visibilityState = state;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

let page: Page;
let answer: () => Response;
let asked: number;

beforeEach(() => {
  vi.useFakeTimers();
  page = new Page();
  asked = 0;
  answer = () => Response.json({ result: { data: asked } });
  vi.stubGlobal("document", page);
  vi.stubGlobal("fetch", () => {
    asked += 1;
    return Promise.resolve(answer());
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function pass(ms: number) {
  await vi.advanceTimersByTimeAsync(ms);
}

test("asks while somebody watches a visible page, and not a moment longer", async () => {
  const query = new LiveQuery<number>("/trpc/x", undefined);
  const leave = query.subscribe(() => {});
  await pass(6_500);
  expect(query.get().value).toBe(3);
  page.turn("hidden");
  await pass(60_000);
  expect(asked).toBe(3);
  page.turn("visible");
  await pass(0);
  expect(query.get().value).toBe(4);
  leave();
  await pass(60_000);
  expect(asked).toBe(4);
});

test("two who watch share one question", async () => {
  const query = new LiveQuery<number>("/trpc/x", undefined);
  query.subscribe(() => {});
  query.subscribe(() => {});
  await pass(0);
  expect(asked).toBe(1);
});

test("keeps the last answer through a failure, says that it is old, and asks less and less often", async () => {
  const query = new LiveQuery<number>("/trpc/x", 7);
  answer = () => {
    throw new TypeError("Failed to fetch");
  };
  query.subscribe(() => {});
  await pass(0);
  expect(query.get()).toEqual({ value: 7, failure: { kind: "network" } });
  await pass(5_999);
  expect(asked).toBe(1);
  await pass(1);
  expect(asked).toBe(2);
  await pass(11_999);
  expect(asked).toBe(2);
  answer = () => Response.json({ result: { data: 8 } });
  await pass(1);
  expect(query.get()).toEqual({ value: 8, failure: undefined });
});

test("a refusal is told with its code", async () => {
  const query = new LiveQuery<number>("/trpc/x", undefined);
  const data = { appCode: "NOT_FOUND", details: {} };
  answer = () => Response.json({ error: { message: "There is none.", data } }, { status: 404 });
  query.subscribe(() => {});
  await pass(0);
  expect(query.get().failure).toMatchObject({ kind: "app", code: "NOT_FOUND" });
});
