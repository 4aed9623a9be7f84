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

/** An order that somebody was told of. */
export interface KnownOrder {
  readonly orderId: string;
  readonly readToken: string;
  readonly total: CheckoutAnswer["total"];
  /** Whose it is. */
  readonly person: Person;
}

/** What people did and were told: the outside view that the shop is held to. */
export class Book {
  readonly calls: CheckoutCall[] = [];

  get orders(): readonly KnownOrder[] {
    return this.calls.flatMap(({ person, reply }) => {
      if (reply.kind !== "answered") return [];
      const { orderId, readToken, total } = reply.value;
      return [{ orderId, readToken, total, person }];
    });
  }
}
