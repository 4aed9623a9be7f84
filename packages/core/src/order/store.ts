import type { Take } from "../stock/shards.ts";
import type { Transition } from "./move.ts";
import type { Order } from "./order.ts";
import type { TimelineEntry } from "./timeline.ts";

/** How a reservation ended, as one transaction tells it. */
export type ReserveOutcome =
  | { readonly kind: "reserved" }
  /** An order of this id stands already; here it is. */
  | { readonly kind: "exists"; readonly order: Order }
  /** These takes found too little in their shard. Nothing was written. */
  | { readonly kind: "short"; readonly takes: readonly Take[] }
  /** Another transaction touched the same item, or the table was throttled. Nothing was written. */
  | { readonly kind: "contended" };

export interface OrderPage {
  readonly orders: readonly Order[];
  /** Pass back to continue; absent on the last page. */
  readonly cursor?: string;
}

/** Orders and their timelines. Every write is one conditional transaction. */
export interface OrderStore {
  /** Puts the order, its first entry, and takes the stock: all or nothing. */
  reserve(order: Order, entry: TimelineEntry): Promise<ReserveOutcome>;
  /**
   * Writes a transition if the order still has the version it was computed from. `false`: somebody moved first; read again.
   */
  commit(transition: Transition): Promise<boolean>;
  get(orderId: string): Promise<Order | undefined>;
  timeline(orderId: string): Promise<TimelineEntry[]>;
  /** Newest first. */
  byOwner(ownerKey: string, page: { limit: number; cursor?: string | undefined }): Promise<OrderPage>;
  /** Newest first, of all owners. */
  recent(page: { limit: number; cursor?: string | undefined }): Promise<OrderPage>;
  /** Ids of orders that the sweeper must look at, the longest overdue first. */
  due(before: string, limit: number): Promise<string[]>;
  /** Moves the sweeper's next look at an order that is due. Changes nothing else, and nothing if it is not due. */
  postpone(orderId: string, dueAt: string): Promise<void>;
  /** Takes an order from the sweeper's list, if it still has this version. */
  finish(order: Order): Promise<void>;
}

/** Something that happened to an order at a time that is never changed. */
export interface OrderMoment {
  readonly orderId: string;
  readonly at: string;
}

/** A stretch of time of which everything is known. */
export interface Stretch {
  readonly moments: readonly OrderMoment[];
  /** Where it ends, a whole second: sooner than was asked for when more happened than fits. */
  readonly to: string;
}

/**
 * Orders by what happened to them when, for whoever audits. What was written within the last seconds may be missing. Times
 * are ISO, whole seconds, [from, to).
 */
export interface OrderJournal {
  /** When the first order was placed. */
  first(): Promise<string | undefined>;
  placed(from: string, to: string, limit: number): Promise<Stretch>;
  /** Orders that gave their units back. */
  released(from: string, to: string, limit: number): Promise<Stretch>;
  /** Rows by id, as they were a moment ago; missing ones are absent. */
  rows(orderIds: readonly string[]): Promise<ReadonlyMap<string, Order>>;
}
