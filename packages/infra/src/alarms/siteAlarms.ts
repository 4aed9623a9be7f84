import { capital } from "../keysOf.ts";
import { siteNames } from "../sites.ts";
import type { Alarm } from "./alarm.ts";
import { failing, throttled } from "./functionAlarms.ts";
import { deadLetters } from "./storeAlarms.ts";

/** What a site's function must not do unnoticed. `title` names it as we do, `name` as AWS does. */
export function siteFunctionAlarms(title: string, name: string): Alarm[] {
  return [failing(title, { kind: "siteFunction", name }), throttled(title, { kind: "siteFunction", name })];
}

/** Pages that could not be made again. */
export function siteQueueAlarm(title: string, name: string): Alarm {
  return deadLetters(title, { kind: "siteQueue", name }, "Pages of a site could not be made again");
}

/** What a site's build makes that is watched, under the names of `hops/sites.ts`. */
const siteFunctions = ["server", "images", "revalidation"];

/** The alarms of both sites. As nothing here knows what a stage's resources are called, they look at none. */
export function siteAlarms(): Alarm[] {
  return siteNames.flatMap((site) => [
    ...siteFunctions.flatMap((part) => siteFunctionAlarms(`${site}-${part}`, "")),
    siteQueueAlarm(`${capital(site)}RevalidationEventsQueueDeadLetters`, ""),
  ]);
}
