import { setTimeout as delay } from "node:timers/promises";
import type { Answer, LoadReport } from "./protocol.ts";

export type Request = (signal: AbortSignal) => Promise<Answer>;

type Answers = LoadReport["answers"][number][];

/** `concurrency` customers, each of whom asks again as soon as they are answered, for `forMs`. */
export async function closedLoop(
  request: Request,
  { concurrency, forMs }: { readonly concurrency: number; readonly forMs: number },
): Promise<LoadReport> {
  const answers: Answers = [];
  const { signal } = new AbortController();
  const startedAt = performance.now();
  const customer = async () => {
    while (performance.now() - startedAt < forMs) await timed(request, signal, startedAt, answers);
  };
  await Promise.all(Array.from({ length: concurrency }, customer));
  return { startedAtMs: startedAt, elapsedMs: performance.now() - startedAt, answers };
}

/** How often the open loop looks at how many requests are due: fine enough to be even, rare enough to be cheap. */
const tickMs = 5;

/** Requests at a fixed rate for `forMs`, however long the answers take; resolves when the last one is answered. */
export async function openLoop(
  request: Request,
  {
    perSecond,
    forMs,
    patienceMs,
  }: { readonly perSecond: number; readonly forMs: number; readonly patienceMs: number },
): Promise<LoadReport> {
  const answers: Answers = [];
  const open = new Set<Promise<void>>();
  const startedAt = performance.now();
  const total = Math.round((perSecond * forMs) / 1_000);
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) * perSecond) / 1_000));
    for (; sent < due; sent++) {
      const one = timed(request, AbortSignal.timeout(patienceMs), startedAt, answers).finally(() =>
        open.delete(one),
      );
      open.add(one);
    }
    await delay(tickMs);
  }
  await Promise.all(open);
  return { startedAtMs: startedAt, elapsedMs: performance.now() - startedAt, answers };
}

/** A request that fails is an answer too: it tells that there was none. */
async function timed(
  request: Request,
  signal: AbortSignal,
  startedAt: number,
  answers: Answers,
): Promise<void> {
  const sentAt = performance.now();
  const answer = await request(signal).catch((): Answer => ({ kind: signal.aborted ? "hung" : "broken" }));
  answers.push({ ...answer, sentAtMs: sentAt - startedAt, tookMs: performance.now() - sentAt });
}
