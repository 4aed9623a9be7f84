import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Caller } from "@doorbuster/core/access/caller";
import { liveView, type LiveUpdate } from "@doorbuster/core/metrics/liveView";
import { liveRouter, type LiveDeps } from "./live.ts";

const viewer: Caller = {
  kind: "user",
  issuer: "https://issuer.example",
  subject: "vera",
  groups: ["viewer"],
};
const start = Date.parse("2026-11-27T09:30:00.000Z");

const update = (n: number): LiveUpdate => {
  const asOf = start + n * 1_000;
  return {
    snapshot: liveView({ minutes: new Map(), asOf, windowAsOf: asOf, stockAsOf: undefined, skus: [] }),
    settled: [],
    settledLeftOut: 0,
  };
};

/** A feed of three messages that then waits for its watcher to leave. */
function aFeed() {
  const seen: { since?: string | undefined; left: Promise<void> } = { left: Promise.resolve() };
  const feed: LiveDeps = {
    snapshot: () => Promise.resolve(update(0).snapshot),
    async *watch(since, signal) {
      seen.since = since;
      seen.left = new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
      for (const n of [1, 2, 3]) yield update(n);
      await seen.left;
    },
  };
  return { feed, seen };
}

function open(feed: LiveDeps, options: { caller?: Caller; lastEventId?: string } = {}) {
  const leave = new AbortController();
  onTestFinished(() => leave.abort());
  const headers: Record<string, string> = { accept: "text/event-stream" };
  if (options.lastEventId !== undefined) headers["last-event-id"] = options.lastEventId;
  const response = fetchRequestHandler({
    endpoint: "/trpc",
    router: liveRouter,
    req: new Request("https://api.example/trpc/watch", { headers, signal: leave.signal }),
    createContext: () => ({ caller: options.caller ?? viewer, traceId: "1-0-0", live: feed }),
  });
  return { response, leave: () => leave.abort() };
}

/** Reads a stream until it has said `text`. */
async function until(response: Response, text: string): Promise<string> {
  const reader = (response.body ?? new ReadableStream<Uint8Array>())
    .pipeThrough(new TextDecoderStream())
    .getReader();
  let said = "";
  while (!said.includes(text)) {
    const { done, value } = await reader.read();
    if (done) break;
    said += value;
  }
  return said;
}

test("each message carries its time as the id by which the stream can be taken up again", async () => {
  const said = await until(await open(aFeed().feed).response, "id: 2026-11-27T09:30:03.000Z");
  expect(said.match(/^id: .*$/gm)).toEqual([1, 2, 3].map((n) => `id: ${update(n).snapshot.asOf}`));
  expect(said).toContain(JSON.stringify(update(2)));
});

test("a client that comes back is served from its last message on", async () => {
  const { feed, seen } = aFeed();
  const { response } = open(feed, { lastEventId: "2026-11-27T09:29:58.000Z" });
  await until(await response, "id:");
  expect(seen.since).toBe("2026-11-27T09:29:58.000Z");
});

test("a last id that is no time is refused as such", async () => {
  const said = await until(await open(aFeed().feed, { lastEventId: "yesterday" }).response, "lastEventId");
  expect(said).toContain("INVALID_INPUT");
});

test("the feed hears of it when the client leaves", async () => {
  const { feed, seen } = aFeed();
  const { response, leave } = open(feed);
  await until(await response, "id:");
  leave();
  await seen.left;
});

test("after a minute the stream breaks off without a farewell, so that the client takes it up again", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { feed, seen } = aFeed();
  const response = await open(feed).response;
  const said = until(response, "event: return");
  await vi.advanceTimersByTimeAsync(59_000);
  await expect(Promise.race([seen.left.then(() => "left"), Promise.resolve("watching")])).resolves.toBe(
    "watching",
  );
  await vi.advanceTimersByTimeAsync(2_000);
  await seen.left;
  // tRPC's client ends a subscription for good when the server says "return".
  expect(await said).not.toContain("event: return");
});

test.each([
  ["UNAUTHENTICATED", { kind: "guest" }],
  ["FORBIDDEN", { ...viewer, groups: [] }],
] as const)("whoever is no staff gets %s and no number", async (code, caller) => {
  const said = await until(await open(aFeed().feed, { caller }).response, code);
  expect(said).toContain(code);
  expect(said).not.toContain("snapshot");
});
