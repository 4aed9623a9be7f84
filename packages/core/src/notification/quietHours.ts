import * as z from "zod";

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day such as 22:00");

/** A time of day in which only e-mail may arrive, in the customer's own zone. May cross midnight. */
export const quietHoursSchema = z
  .object({
    from: clockTime,
    to: clockTime,
    /** IANA name, such as Europe/London. */
    zone: z.string().max(64).refine(isZone, "a time zone such as Europe/London"),
  })
  .refine(({ from, to }) => from !== to, { path: ["to"], message: "must differ from the beginning" });
export type QuietHours = z.infer<typeof quietHoursSchema>;

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}

const minuteMs = 60_000;
/** Zones set their clocks at whole quarters of an hour of UTC, so between two of them a local clock just runs on. */
const quarterMs = 15 * minuteMs;
const dayMinutes = 24 * 60;

/**
 * When quiet hours that hold at `now` (milliseconds since the epoch) are over: the first moment at which the customer's
 * clock shows a time outside them. `undefined` when it does now.
 *
 * It walks there instead of adding hours, because the night in which clocks are set is shorter or longer than others.
 */
export function quietUntil(quiet: QuietHours, now: number): number | undefined {
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  const clock = localClock(quiet.zone);
  const isQuiet = (minute: number) =>
    from < to ? minute >= from && minute < to : minute >= from || minute < to;
  if (!isQuiet(clock(now))) return undefined;
  let at = now - (now % minuteMs);
  for (let minute = clock(at); isQuiet(minute); minute = clock(at)) {
    const toEnd = (to - minute + dayMinutes) % dayMinutes;
    at += Math.min(toEnd * minuteMs, quarterMs - (at % quarterMs));
  }
  return at;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** The minute of the day that a clock in this zone shows. */
function localClock(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (at) => minutesOf(format.format(at));
}
