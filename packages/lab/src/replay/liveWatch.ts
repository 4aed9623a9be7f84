import { createTRPCClient } from "@trpc/client";
import type { OpsRouter } from "@doorbuster/api/ops/router";
import { apiLinks } from "@doorbuster/web/trpc/client";

/** A client of the live screen that notes when each confirmed order arrives. */
export interface LiveWatch extends Disposable {
  /** Milliseconds from each confirming entry's time to its arrival here, of orders confirmed since the watch began. */
  readonly arrivalMs: readonly number[];
}

/** Resolves once the stream is open. Rejects when it is refused. */
export async function watchLive(api: string, getAccessToken: () => Promise<string>): Promise<LiveWatch> {
  const client = createTRPCClient<OpsRouter>({
    links: apiLinks<OpsRouter>({ url: `${api}/ops/trpc`, getAccessToken }),
  });
  const began = new Date().toISOString();
  const seen = new Set<string>();
  const arrivalMs: number[] = [];
  const opened = Promise.withResolvers<void>();
  const subscription = client.ops.live.watch.subscribe(
    {},
    {
      onStarted: () => opened.resolve(),
      onError: (error) => opened.reject(error),
      onData: ({ data }) => {
        const now = Date.now();
        for (const { id, type, at } of data.settled) {
          // A stream that is taken up again repeats a little of what it sent before.
          if (type !== "order.confirmed" || at < began || seen.has(id)) continue;
          seen.add(id);
          arrivalMs.push(now - Date.parse(at));
        }
      },
    },
  );
  await opened.promise;
  return { arrivalMs, [Symbol.dispose]: () => subscription.unsubscribe() };
}
