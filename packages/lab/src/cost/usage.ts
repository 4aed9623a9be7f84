import { addUsages, type Usage } from "./bill.ts";
import type { Scene } from "./load.ts";
import { edgeUsage } from "./usage/edge.ts";
import { computeUsage } from "./usage/compute.ts";
import { messagingUsage } from "./usage/messaging.ts";
import { networkUsage } from "./usage/network.ts";
import { peopleUsage } from "./usage/people.ts";
import { streamUsage } from "./usage/stream.ts";
import { tableUsage } from "./usage/tables.ts";
import { watchUsage } from "./usage/watch.ts";

/** What a month uses of everything, in the order of the flow. Pure. */
export function usageOf(scene: Scene): Usage {
  const hops = [
    edgeUsage,
    computeUsage,
    tableUsage,
    messagingUsage,
    streamUsage,
    watchUsage,
    peopleUsage,
    networkUsage,
  ];
  return addUsages(hops.map((usage) => usage(scene)));
}
