import type { TimelineEntry } from "../order/timeline.ts";
import { decide, isPaper } from "./decide.ts";
import { claimOf, deliverOnce, type DeliverDeps, type Delivery } from "./deliver.ts";
import type { HeldStore } from "./hold.ts";
import type { OrderLinks } from "./links.ts";
import { ChannelRefused, type Channel } from "./message.ts";
import { noticeOf, type Notice } from "./notice.ts";
import { emptyProfile, type Profile } from "./preferences.ts";

/** A message and the address it goes to, which with the event names it. */
export interface Addressed<M> {
  readonly recipient: string;
  readonly message: M;
}

/** A channel and how a notice becomes messages on it. */
export interface Outlet<M> {
  readonly channel: Channel<M>;
  /** One message for each address that the customer has on this channel. */
  address(
    notice: Notice,
    entry: TimelineEntry,
    profile: Profile,
    links: OrderLinks,
  ): Promise<readonly Addressed<M>[]>;
  /** Told when the channel says that an address is no more. */
  readonly forget?: (entry: TimelineEntry, recipient: string) => Promise<void>;
}

export interface NotifyDeps extends DeliverDeps {
  readonly held: HeldStore;
  readonly linksOf: (orderId: string) => Promise<OrderLinks>;
  readonly profileOf: (entry: TimelineEntry) => Promise<Profile>;
}

/** What became of one message, or of a notice that became none. */
export type Outcome = Delivery | "gone" | "held" | "not wanted";

/**
 * Tells a customer about a timeline entry on one channel: decides, writes, and delivers each message once.
 *
 * @returns what became of each message; nothing for an entry that customers are not told about
 * @throws ChannelRefused `rejected` when trying again is no use; any other error when it may be of use
 */
export async function notify<M>(
  deps: NotifyDeps,
  outlet: Outlet<M>,
  entry: TimelineEntry,
): Promise<Outcome[]> {
  const notice = noticeOf(entry);
  if (!notice) return [];
  const channel = outlet.channel.name;
  const { kind } = notice;
  const profile = isPaper(channel, kind) ? emptyProfile : await deps.profileOf(entry);
  const decision = decide({ channel, kind }, profile.preferences, deps.clock.now());
  if (decision.kind === "never") return ["not wanted"];
  const messages = await outlet.address(notice, entry, profile, await deps.linksOf(entry.orderId));
  if (messages.length === 0) return ["not wanted"];
  if (decision.kind === "hold") {
    await deps.held.put({ channel, until: decision.until, entry });
    return ["held"];
  }
  const settled = await Promise.allSettled(messages.map((message) => deliver(deps, outlet, entry, message)));
  const errors = settled.flatMap((result): unknown[] =>
    result.status === "rejected" ? [result.reason] : [],
  );
  if (errors.length > 0) throw errors.find(isWorthRepeating) ?? errors[0];
  return settled.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

async function deliver<M>(
  deps: NotifyDeps,
  { channel, forget }: Outlet<M>,
  entry: TimelineEntry,
  { recipient, message }: Addressed<M>,
): Promise<Outcome> {
  try {
    const claim = await claimOf(entry.id, channel.name, recipient);
    return await deliverOnce(deps, claim, () => channel.send(message));
  } catch (error) {
    if (!(error instanceof ChannelRefused && error.kind === "gone" && forget)) throw error;
    await forget(entry, recipient);
    return "gone";
  }
}

/** One message that may pass later keeps the whole entry on the queue; those that passed are not sent again. */
function isWorthRepeating(error: unknown): boolean {
  return !(error instanceof ChannelRefused) || error.kind === "later";
}
