import { functions, type FunctionDefinition, type Trigger } from "@doorbuster/adapters/definitions/functions";
import { siteMemoryMb } from "@doorbuster/infra/sites";
import type { Usage } from "../bill.ts";
import { hoursPerMonth, secondsPerMonth, shardsFor, trafficOf, type Scene } from "../load.ts";
import { messagesInto, webhooksPerOrder } from "../subscriptions.ts";

interface Run {
  readonly invocations: number;
  /** Milliseconds of all invocations together. */
  readonly ms: number;
}

const times = (invocations: number, msEach: number): Run => ({ invocations, ms: invocations * msEach });
const together = (runs: readonly Run[]): Run => ({
  invocations: runs.reduce((sum, { invocations }) => sum + invocations, 0),
  ms: runs.reduce((sum, { ms }) => sum + ms, 0),
});

/** Lambda, the sites' functions with it. Waiting for the provider is billed like work. */
export function computeUsage(scene: Scene): Usage {
  const { settings, assumed } = scene;
  const ours = Object.entries(functions).map(([name, definition]: [string, FunctionDefinition]) => {
    const run = together(definition.triggers.map((trigger) => runOf(name, trigger, scene)));
    return { invocations: run.invocations, gbSeconds: gbSeconds(run.ms, definition.memoryMb) };
  });
  const pages = times(trafficOf(scene).dynamicPages, assumed.pageMs);
  const all = [...ours, { invocations: pages.invocations, gbSeconds: gbSeconds(pages.ms, siteMemoryMb) }];
  const ready = settings.provisionedConcurrency * hoursPerMonth * 3_600_000;
  return {
    lambdaRequests: all.reduce((sum, { invocations }) => sum + invocations, 0),
    lambdaGbSeconds: all.reduce((sum, each) => sum + each.gbSeconds, 0),
    lambdaProvisionedGbSeconds: gbSeconds(ready, functions.shop.memoryMb),
  };
}

export const gbSeconds = (ms: number, memoryMb: number) => (ms / 1_000) * (memoryMb / 1_024);

/** How often a trigger invokes its function in a month; for batches the most that it can be. */
export function runOf(name: string, trigger: Trigger, scene: Scene): Run {
  const { assumed, load } = scene;
  const { events } = trafficOf(scene);
  switch (trigger.kind) {
    case "http":
      return httpRun(name, trigger.path, scene);
    case "schedule": {
      const runs = times((hoursPerMonth * 60) / trigger.everyMinutes, assumed.sweepMs);
      const auditMs = name === "reconcile" ? load.ordersPerMonth * assumed.auditMs : 0;
      return { ...runs, ms: runs.ms + auditMs };
    }
    case "queue": {
      const messages = load.ordersPerMonth * messagesInto(trigger.queue, scene.work.entries);
      return times(messages, name === "payments" ? assumed.providerMs : assumed.batchMs);
    }
    case "table":
      return times(events, assumed.batchMs);
    case "stream": {
      const windows = trigger.maximumBatchingWindowSeconds;
      const most = windows === 0 ? Infinity : (secondsPerMonth / windows) * shardsFor(scene);
      return times(Math.min(events, Math.max(most, events / trigger.batchSize)), assumed.batchMs);
    }
  }
}

/** Requests of the API by the function that answers them; a function not named here has too few to matter. */
function httpRun(name: string, path: string, scene: Scene): Run {
  const { assumed, load } = scene;
  const { pollsBehindEdge, calls, staffCalls, staffHours } = trafficOf(scene);
  const orders = load.ordersPerMonth;
  if (name === "shop") {
    const checkouts = times(orders, assumed.checkoutMs);
    return together([
      times(pollsBehindEdge, assumed.pollMs),
      times(calls - orders, assumed.callMs),
      checkouts,
    ]);
  }
  if (name === "webhook") return times(orders * webhooksPerOrder, assumed.providerMs);
  if (name === "ops") return times(staffCalls, assumed.callMs);
  if (name === "watch" && path.startsWith("/ops/")) return times(staffHours * 60, 60_000);
  if (name === "watch") return times(orders, assumed.watchMsPerOrder);
  return times(0, 0);
}
