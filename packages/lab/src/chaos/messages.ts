import { channelNames, type ChannelName } from "@doorbuster/core/notification/message";
import { noticeOf } from "@doorbuster/core/notification/notice";
import type { Order } from "@doorbuster/core/order/order";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";
import { disagreement, type Disagreement } from "../reconcile/compare.ts";
import type { Message } from "../reconcile/facts.ts";
import { judgeRepeat, type Excuses, type Verdict } from "./repeats.ts";
import { Tally } from "./tally.ts";
import type { Reaches } from "./wishes.ts";

/** A message as it should be: about what, through which channel, to whom. */
export type Due = Omit<Message, "acceptedAt">;

/** Who should have been told of what: by mail always, by text message and push whoever asked for it. Pure. */
export function dueMessages(
  orders: readonly Order[],
  entries: readonly TimelineEntry[],
  reaches: Reaches,
): Due[] {
  const emails = new Map(orders.map(({ id, contact }) => [id, contact.email]));
  return entries.filter(noticeOf).flatMap(({ type, orderId }) => {
    const email = emails.get(orderId) ?? "";
    const reach = reaches.get(email);
    const about = { type, orderId };
    return [
      { ...about, channel: "email" as const, to: email },
      ...(reach === undefined
        ? []
        : [
            { ...about, channel: "sms" as const, to: reach.phone },
            { ...about, channel: "push" as const, to: reach.browser },
          ]),
    ];
  });
}

export interface MessagesCompared {
  /** Those that were due and came, by channel and kind. */
  readonly told: Readonly<Record<string, number>>;
  /** Those that came again and are excused, by channel. */
  readonly repeats: Readonly<Record<string, number>>;
  readonly disagreements: readonly Disagreement[];
}

/** Holds what arrived against what was due: everything once, more often only where there is an excuse. Pure. */
export function compareMessages(
  due: readonly Due[],
  arrived: readonly Message[],
  excuses: Excuses,
): MessagesCompared {
  const expected = Map.groupBy(due, nameOf);
  const found = Map.groupBy(arrived, nameOf);
  const timesOf = (name: string) => found.get(name)?.length ?? 0;
  const missing = [...expected].filter(([name, list]) => timesOf(name) < list.length);
  const groundless = [...found.keys()].filter((name) => !expected.has(name));
  const told = new Tally();
  for (const [name, [one, ...more]] of expected) {
    if (one) told.add(`${one.channel} ${one.type}`, Math.min(timesOf(name), 1 + more.length));
  }
  const verdicts = [...expected].flatMap(([name, list]) =>
    judgeAll(found.get(name) ?? [], list.length, excuses).map((verdict) => ({ name, verdict })),
  );
  const repeats = channelNames.map((channel) =>
    repeatsOf(
      channel,
      verdicts.filter(({ name }) => name.startsWith(`${channel} `)),
      excuses.outOfTime[channel],
    ),
  );
  const excused = new Tally();
  for (const { channel, count } of repeats) excused.add(channel, count);
  return {
    told: told.counts,
    repeats: excused.counts,
    disagreements: [
      ...disagreement("somebody was not told", missing, ([name]) => name),
      ...disagreement("somebody was told what did not happen, or what was for another", groundless, String),
      ...repeats.flatMap(({ disagreements }) => disagreements),
    ],
  };
}

const nameOf = ({ channel, type, orderId, to }: Due) => `${channel} ${type} of ${orderId} to ${to}`;

/** Of each copy more than were due, the mildest verdict that the times allow. */
function judgeAll(copies: readonly Message[], due: number, { spells }: Excuses): Verdict[] {
  const times = copies.toSorted((a, b) => a.acceptedAt - b.acceptedAt);
  const severity: readonly Verdict[] = ["excused", "unexplained", "too soon"];
  return times
    .slice(1)
    .map(({ channel, acceptedAt }, index) =>
      judgeRepeat(channel, times[index]?.acceptedAt ?? acceptedAt, acceptedAt, spells),
    )
    .toSorted((a, b) => severity.indexOf(a) - severity.indexOf(b))
    .slice(0, Math.max(0, copies.length - due));
}

function repeatsOf(
  channel: ChannelName,
  verdicts: readonly { readonly name: string; readonly verdict: Verdict }[],
  outOfTime: number,
) {
  const of = (verdict: Verdict) => verdicts.filter((each) => each.verdict === verdict);
  const [excused, unexplained, tooSoon] = [of("excused"), of("unexplained"), of("too soon")];
  const isExplained = unexplained.length <= outOfTime;
  return {
    channel,
    count: excused.length + (isExplained ? unexplained.length : 0),
    disagreements: [
      ...disagreement("came again while its first sender held the claim", tooSoon, ({ name }) => name),
      ...disagreement(
        `came again, and no crash or lost answer explains it (${outOfTime} ran out of time)`,
        isExplained ? [] : unexplained,
        ({ name }) => name,
      ),
    ],
  };
}
