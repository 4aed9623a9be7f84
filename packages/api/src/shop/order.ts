import { tracked } from "@trpc/server";
import * as z from "zod";
import { ownerKeyOf } from "@doorbuster/core/access/caller";
import type { ReadTokens } from "@doorbuster/core/access/readToken";
import { AppError } from "@doorbuster/core/errors";
import { orderIdSchema } from "@doorbuster/core/ids";
import { cancelOrder } from "@doorbuster/core/order/command";
import type { OrderPolicy } from "@doorbuster/core/order/policy";
import { customerView, mayChange, readOwnOrder } from "@doorbuster/core/order/read";
import type { OrderStore } from "@doorbuster/core/order/store";
import type { Clock, Random } from "@doorbuster/core/ports";
import { toTrpcError } from "../errors.ts";
import { apiBuilder, type RequestContext } from "../trpc.ts";

export interface OrderDeps {
  readonly orders: OrderStore;
  readonly tokens: ReadTokens;
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: OrderPolicy;
}

type OrderContext = RequestContext & { readonly order: OrderDeps };

const { router, procedure } = apiBuilder<{ readonly order: OrderDeps }>();

const oneOrder = z.object({
  orderId: orderIdSchema,
  /** A guest's token. Better sent in the header `x-read-token`, or here in the body of a POST, than in an address. */
  readToken: z.string().max(64).optional(),
});

/** How often a watched order is looked at. */
const watchIntervalMs = 500;

/**
 * A subscription's messages as long as an order is unsettled; then the last one, and the end. It never ends for its age:
 * the stream is cut off after a minute from outside, which is what makes a client resume.
 */
async function* watch(ctx: OrderContext, input: z.infer<typeof watchInput>, signal: AbortSignal | undefined) {
  const { orders, clock } = ctx.order;
  let seen = Number(input.lastEventId ?? 0);
  while (!signal?.aborted) {
    // What is thrown out of a stream passes no middleware, so it is told in tRPC's terms here.
    const order = await read(ctx, input).catch((error: unknown) => {
      throw error instanceof AppError ? toTrpcError(error) : error;
    });
    if (order.version > seen) {
      seen = order.version;
      yield tracked(String(seen), customerView(order, await orders.timeline(order.id)));
    }
    if (order.status !== "pending") return;
    await clock.sleep(watchIntervalMs);
  }
}

const watchInput = oneOrder.extend({ lastEventId: z.string().regex(/^\d+$/).optional() });

function read(ctx: OrderContext, input: z.infer<typeof oneOrder>) {
  return readOwnOrder(ctx.order, ctx.caller, input.orderId, input.readToken ?? ctx.readToken);
}

export const orderRouter = router({
  /** One's own order with its history. */
  get: procedure.input(oneOrder).query(async ({ ctx, input }) => {
    const order = await read(ctx, input);
    return customerView(order, await ctx.order.orders.timeline(order.id));
  }),

  /** Calls one's own order off, as long as it has not been shipped. Safe to repeat. */
  cancel: procedure.input(oneOrder).mutation(async ({ ctx, input }) => {
    const order = await read(ctx, input);
    if (!mayChange(ctx.caller, order)) {
      throw new AppError("UNAUTHENTICATED", "Please sign in to cancel this order.");
    }
    const cancelled = await cancelOrder(ctx.order, order, { actor: "customer", traceId: ctx.traceId });
    return customerView(cancelled, await ctx.order.orders.timeline(order.id));
  }),

  /** A signed-in customer's orders, newest first. */
  list: procedure
    .input(
      z
        .object({ limit: z.int().min(1).max(50).default(20), cursor: z.string().max(100).optional() })
        .default({ limit: 20 }),
    )
    .query(async ({ ctx, input }) => {
      if (ctx.caller.kind === "guest")
        throw new AppError("UNAUTHENTICATED", "Please sign in to see your orders.");
      const { orders, cursor } = await ctx.order.orders.byOwner(ownerKeyOf(ctx.caller, ""), input);
      return { orders: orders.map((order) => customerView(order, [])), cursor };
    }),

  /** Follows one's own order until it is settled. Each message is the whole order; its id is the order's version. */
  watch: procedure.input(watchInput).subscription(({ ctx, input, signal }) => watch(ctx, input, signal)),
});
