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
