import * as z from "zod";
import { orderIdSchema } from "@doorbuster/core/ids";
import { erasePerson, erasureReasonSchema, type EraseDeps } from "@doorbuster/core/order/erase";
import { collectPerson } from "@doorbuster/core/order/person";
import { apiBuilder, type RequestContext } from "../trpc.ts";
import { findOrder } from "./findOrder.ts";
import { staffName } from "./staffName.ts";

export type PrivacyDeps = EraseDeps;

const { router, staffProcedure } = apiBuilder<{ readonly privacy: PrivacyDeps }>();

/** A person, by one of their orders: that alone, or all that belongs to the same account or guest's address. */
const person = z.object({ orderId: orderIdSchema, scope: z.enum(["order", "customer"]) });

const commandOf = ({ caller, traceId }: RequestContext) => ({ actor: staffName(caller), traceId });

export const privacyRouter = router({
  /** Everything that is known of a person, for them to have; that it was handed out stands in the order's history. */
  collect: staffProcedure("ops.privacy.collect")
    .input(person)
    .mutation(async ({ ctx, input: { orderId, scope } }) =>
      collectPerson(ctx.privacy, await findOrder(ctx.privacy.orders, orderId), scope, commandOf(ctx)),
    ),

  /** Takes everything that names a person out of orders that are over. Safe to repeat; nothing brings it back. */
  erase: staffProcedure("ops.privacy.erase")
    .input(person.extend({ reason: erasureReasonSchema }))
    .mutation(async ({ ctx, input: { orderId, scope, reason } }) => {
      const order = await findOrder(ctx.privacy.orders, orderId);
      return { erased: await erasePerson(ctx.privacy, order, scope, { ...commandOf(ctx), reason }) };
    }),
});
