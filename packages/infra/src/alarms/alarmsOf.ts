import { functions } from "@doorbuster/adapters/definitions/functions";
import { queues, streams } from "@doorbuster/adapters/definitions/messaging";
import { tables } from "@doorbuster/adapters/definitions/tables";

import { keysOf } from "../keysOf.ts";
import type { Settings } from "../settings.ts";
import type { Alarm } from "./alarm.ts";
import { functionAlarms } from "./functionAlarms.ts";
import { stageAlarms } from "./stageAlarms.ts";
import { deadLetters, queueAlarms, streamAlarms, tableAlarms } from "./storeAlarms.ts";

/** An alarm on every promise: what should always hold, and what tells that it does not. */
export function alarmsOf(settings: Settings): Alarm[] {
  return [
    ...keysOf(functions).flatMap((name) => functionAlarms(name, settings)),
    ...keysOf(streams).flatMap((name) => streamAlarms(name, settings)),
    ...keysOf(queues).flatMap(queueAlarms),
    deadLetters(
      "ScheduleFailures",
      { kind: "queue", name: "ScheduleFailures" },
      "A call of the clock failed, and was put aside",
    ),
    ...keysOf(tables).flatMap(tableAlarms),
    ...stageAlarms(settings),
  ];
}
