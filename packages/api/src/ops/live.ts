import { tracked } from "@trpc/server";
import * as z from "zod";
import type { LiveFeed } from "@doorbuster/core/metrics/liveFeed";
import { apiBuilder } from "../trpc.ts";

export type LiveDeps = Pick<LiveFeed, "snapshot" | "watch">;

const { router, staffProcedure } = apiBuilder<{ readonly live: LiveDeps }>();

const never = new AbortController().signal;

/** Each message's id is its `asOf`: a client that comes back gets what was settled in between. */
async function* watch(feed: LiveDeps, since: string | undefined, signal: AbortSignal) {
  for await (const update of feed.watch(since, signal)) yield tracked(update.snapshot.asOf, update);
}

export const liveRouter = router({
  /** The live screen now, for clients that cannot stream. */
  snapshot: staffProcedure("ops.live.snapshot").query(({ ctx }) => ctx.live.snapshot()),

  /** The live screen as it changes: a whole snapshot with every message, and each order as it is settled. */
  watch: staffProcedure("ops.live.watch")
    .input(z.object({ lastEventId: z.iso.datetime().optional() }).prefault({}))
    .subscription(({ ctx, input, signal }) => watch(ctx.live, input.lastEventId, signal ?? never)),
});
