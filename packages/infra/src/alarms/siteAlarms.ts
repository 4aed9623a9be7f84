import { capital } from "../keysOf.ts";
import type { Settings } from "../settings.ts";
import { siteNames, type SitePart, siteParts } from "../sites.ts";
import type { Alarm } from "./alarm.ts";
import { answerMs, crowded, failing, slow, throttled } from "./functionAlarms.ts";
import { deadLetters } from "./storeAlarms.ts";

/** What a site's function must not do unnoticed. `title` names it as we do, `name` as AWS does. */
export function siteFunctionAlarms(
  title: string,
  part: SitePart,
  name: string,
  { functions: { accountConcurrency } }: Settings,
): Alarm[] {
  const of = { kind: "siteFunction", name } as const;
  return [
    failing(title, of),
    throttled(title, of),
    // No page has pictures to be made smaller, and a page is made again while the old one is shown: nobody waits.
    ...(part === "server" ? [slow(title, of, answerMs)] : []),
    crowded(title, of, accountConcurrency),
  ];
}

/** Pages that could not be made again. */
export function siteQueueAlarm(title: string, name: string): Alarm {
  return deadLetters(title, { kind: "siteQueue", name }, "Pages of a site could not be made again");
}

/** The alarms of both sites. As nothing here knows what a stage's resources are called, they look at none. */
export function siteAlarms(settings: Settings): Alarm[] {
  return siteNames.flatMap((site) => [
    ...siteParts.flatMap((part) => siteFunctionAlarms(`${site}-${part}`, part, "", settings)),
    siteQueueAlarm(`${capital(site)}RevalidationEventsQueueDeadLetters`, ""),
  ]);
}
