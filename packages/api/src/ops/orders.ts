import * as z from "zod";
import { orderIdSchema } from "@doorbuster/core/ids";
import { moneySchema } from "@doorbuster/core/money/money";
import type { AdvanceDeps } from "@doorbuster/core/order/advance";
import { cancelOrder, deliverOrder, refundOrder, shipOrder } from "@doorbuster/core/order/command";
import { isGuests, shipmentSchema, type Order } from "@doorbuster/core/order/order";
import { refundable } from "@doorbuster/core/order/refund";
import { orderSearchSchema, searchOrders } from "@doorbuster/core/order/search";
import { apiBuilder, type RequestContext } from "../trpc.ts";
import { findOrder } from "./findOrder.ts";
import { staffName } from "./staffName.ts";

/** What the console's order procedures work with. Money is moved elsewhere: they hold no key of the provider. */
export type OrdersDeps = AdvanceDeps;

type OrdersContext = RequestContext & { readonly orders: OrdersDeps };

const { router, staffProcedure } = apiBuilder<{ readonly orders: OrdersDeps }>();

const oneOrder = z.object({ orderId: orderIdSchema });
const reason = z.string().trim().min(3).max(200);

const find = ({ orders }: OrdersContext, orderId: string) => findOrder(orders.orders, orderId);

/** Who asks, for the audit log. */
const commandOf = ({ caller, traceId }: RequestContext) => ({ actor: staffName(caller), traceId });

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
      const { orders, cursor } = await searchOrders(ctx.orders.orders, input);
      return { orders: orders.map(summary), cursor };
    }),

  /** One order whole, with its timeline; without what only machines need. */
  get: staffProcedure("ops.orders.get")
    .input(oneOrder)
    .query(async ({ ctx, input }) => {
      const order = await find(ctx, input.orderId);
      const timeline = await ctx.orders.orders.timeline(order.id);
      const { fingerprint: _, ownerKey, ...shown } = order;
      return {
        ...shown,
        guest: isGuests({ ownerKey }),
        refundable: refundable(order),
        timeline: timeline.map(({ order: then, ...entry }) => ({
          ...entry,
          status: then.status,
          paymentState: then.paymentState,
        })),
      };
    }),

  /** Calls an order off before it is shipped; units and money go back. Safe to repeat. */
  cancel: staffProcedure("ops.orders.cancel")
    .input(oneOrder.extend({ reason }))
    .mutation(async ({ ctx, input }) => {
      const command = { ...commandOf(ctx), reason: input.reason };
      return summary(await cancelOrder(ctx.orders, await find(ctx, input.orderId), command));
    }),

  /** Decides a refund, of a part or of all that is left. Safe to repeat with the same key. */
  refund: staffProcedure("ops.orders.refund")
    .input(
      oneOrder.extend({
        amount: moneySchema.refine(({ amount }) => amount > 0, "more than nothing"),
        reason,
        idempotencyKey: z.string().min(16).max(64),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const command = { ...commandOf(ctx), reason: input.reason };
      const wanted = { id: input.idempotencyKey, amount: input.amount };
      const { order, refund } = await refundOrder(
        ctx.orders,
        await find(ctx, input.orderId),
        wanted,
        command,
      );
      return { ...summary(order), refund, refundable: refundable(order) };
    }),

  /** The goods leave, with whom and under which number. Safe to repeat. */
  ship: staffProcedure("ops.orders.ship")
    .input(oneOrder.extend({ shipment: shipmentSchema }))
    .mutation(async ({ ctx, input }) =>
      summary(await shipOrder(ctx.orders, await find(ctx, input.orderId), input.shipment, commandOf(ctx))),
    ),

  /** The goods have arrived. Safe to repeat. */
  deliver: staffProcedure("ops.orders.deliver")
    .input(oneOrder)
    .mutation(async ({ ctx, input }) =>
      summary(await deliverOrder(ctx.orders, await find(ctx, input.orderId), commandOf(ctx))),
    ),
});
