import * as z from "zod";
import { ownerKeyOf } from "@doorbuster/core/access/caller";
import type { ReadTokens } from "@doorbuster/core/access/readToken";
import { AppError } from "@doorbuster/core/errors";
import { orderIdSchema } from "@doorbuster/core/ids";
import {
  customerKeyOf,
  emptyProfile,
  preferencesSchema,
  type PreferenceStore,
} from "@doorbuster/core/notification/preferences";
import { isPushService } from "@doorbuster/core/notification/pushService";
import { readOwnOrder } from "@doorbuster/core/order/read";
import type { OrderStore } from "@doorbuster/core/order/store";
import { apiBuilder, type RequestContext } from "../trpc.ts";

export interface NotificationDeps {
  readonly orders: OrderStore;
  readonly tokens: ReadTokens;
  readonly preferences: PreferenceStore;
  /** The public key by which browsers bind a subscription to this shop, base64url. */
  readonly pushKey: () => Promise<string>;
  /** The laptop edition's own push service: its origin. */
  readonly localPushService?: string | undefined;
}

type NotificationContext = RequestContext & { readonly notifications: NotificationDeps };

const { router, procedure } = apiBuilder<{ readonly notifications: NotificationDeps }>();

/** With an order: whoever that order belongs to. Without: the account of whoever is signed in. */
const whose = z.object({
  orderId: orderIdSchema.optional(),
  /** A guest's token, as for `order.get`. */
  readToken: z.string().max(64).optional(),
});

const subscriptionSchema = z.object({
  endpoint: z.url().max(1_000),
  keys: z.object({
    p256dh: z.string().regex(/^B[\w-]{86}$/, "a P-256 public key, base64url"),
    auth: z.string().regex(/^[\w-]{22}$/, "16 bytes, base64url"),
  }),
});

/**
 * Whose wishes a call is about, and the number that they gave the courier. A read token opens one guest's order; it does
 * not open an account, so a link that was passed on shows nobody a telephone number.
 */
async function customerOf(ctx: NotificationContext, { orderId, readToken }: z.infer<typeof whose>) {
  const { caller } = ctx;
  const account = caller.kind === "user" ? ownerKeyOf(caller, "") : undefined;
  if (orderId === undefined && account !== undefined) return { customer: account };
  if (orderId === undefined) throw signInFirst();
  const order = await readOwnOrder(ctx.notifications, caller, orderId, readToken ?? ctx.readToken);
  const customer = customerKeyOf(order);
  if (customer === order.ownerKey && customer !== account) throw signInFirst();
  return { customer, courierPhone: order.contact.phone };
}

function signInFirst(): AppError {
  return new AppError("UNAUTHENTICATED", "Please sign in to choose how we reach you.");
}

async function read(ctx: NotificationContext, input: z.infer<typeof whose>) {
  const { preferences: store, pushKey, localPushService } = ctx.notifications;
  const { customer, courierPhone } = await customerOf(ctx, input);
  const { preferences, subscriptions } = (await store.get(customer)) ?? emptyProfile;
  return {
    preferences,
    /** Of the browsers that show pushes. */
    endpoints: subscriptions.map(({ endpoint }) => endpoint),
    courierPhone,
    push: { key: await pushKey(), localService: localPushService },
  };
}

export const notificationsRouter = router({
  /** What a customer wants to be told, and where. */
  get: procedure.input(whose).query(({ ctx, input }) => read(ctx, input)),

  set: procedure.input(whose.extend({ preferences: preferencesSchema })).mutation(async ({ ctx, input }) => {
    const { customer } = await customerOf(ctx, input);
    await ctx.notifications.preferences.set(customer, input.preferences);
    return read(ctx, input);
  }),

  /** A browser that shows pushes from now on. Safe to repeat. */
  subscribe: procedure
    .input(whose.extend({ subscription: subscriptionSchema }))
    .mutation(async ({ ctx, input }) => {
      const { preferences, localPushService } = ctx.notifications;
      const { customer } = await customerOf(ctx, input);
      if (!isPushService(input.subscription.endpoint, localPushService)) {
        throw new AppError("INVALID_INPUT", "This is not the address of a browser's push service.", {
          details: { field: "subscription.endpoint", reason: "unknown_push_service" },
        });
      }
      await preferences.subscribe(customer, input.subscription);
      return read(ctx, input);
    }),

  unsubscribe: procedure
    .input(whose.extend({ endpoint: z.url().max(1_000) }))
    .mutation(async ({ ctx, input }) => {
      const { customer } = await customerOf(ctx, input);
      await ctx.notifications.preferences.unsubscribe(customer, input.endpoint);
      return read(ctx, input);
    }),
});
