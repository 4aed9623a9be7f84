import * as z from "zod";
import { AppError } from "@doorbuster/core/errors";
import { orderIdSchema } from "@doorbuster/core/ids";
import type { Order } from "@doorbuster/core/order/order";
import { orderSearchSchema, searchOrders } from "@doorbuster/core/order/search";
import type { OrderStore } from "@doorbuster/core/order/store";
import { apiBuilder } from "../trpc.ts";

const { router, staffProcedure } = apiBuilder<{ readonly orders: OrderStore }>();

/** A row of the list. */
const summary = (order: Order) => ({
  orderId: order.id,
  status: order.status,
  paymentState: order.payment.state,
  total: order.totals.total,
  units: order.lines.reduce((units, line) => units + line.quantity, 0),
  email: order.contact.email,
  country: order.shippingAddress.country,
  placedAt: order.placedAt,
  confirmedAt: order.confirmedAt,
});

export const ordersRouter = router({
  search: staffProcedure("ops.orders.search")
    .input(orderSearchSchema.prefault({}))
    .query(async ({ ctx, input }) => {
      const { orders, cursor } = await searchOrders(ctx.orders, input);
      return { orders: orders.map(summary), cursor };
    }),

  /** One order whole, with its timeline; without what only machines need. */
  get: staffProcedure("ops.orders.get")
    .input(z.object({ orderId: orderIdSchema }))
    .query(async ({ ctx, input }) => {
      const order = await ctx.orders.get(input.orderId);
      if (!order)
        throw new AppError("NOT_FOUND", "There is no such order.", { details: { orderId: input.orderId } });
      const timeline = await ctx.orders.timeline(order.id);
      const { fingerprint: _, ownerKey, ...shown } = order;
      return {
        ...shown,
        guest: ownerKey.startsWith("guest:"),
        timeline: timeline.map(({ order: then, ...entry }) => ({
          ...entry,
          status: then.status,
          paymentState: then.paymentState,
        })),
      };
    }),
});
