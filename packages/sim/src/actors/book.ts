import type { Checkout, CheckoutAnswer } from "@doorbuster/core/order/checkout";
import type { Reply } from "../lambda/gateway.ts";
import type { Person } from "./people.ts";

/** One call of `checkout.place`, as its caller remembers it. */
export interface CheckoutCall {
  readonly person: Person;
  readonly checkout: Checkout;
  /** Virtual time, in milliseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly reply: Reply<CheckoutAnswer>;
}

/** What people did and were told: the outside view that the shop is held to. */
export class Book {
  readonly calls: CheckoutCall[] = [];

  /** Orders that somebody was told of, with whose they are and the token to read them. */
  get orders(): readonly { readonly orderId: string; readonly readToken: string; readonly person: Person }[] {
    return this.calls.flatMap(({ person, reply }) =>
      reply.kind === "answered"
        ? [{ orderId: reply.value.orderId, readToken: reply.value.readToken, person }]
        : [],
    );
  }
}
