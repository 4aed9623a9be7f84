import type { ColdCalls } from "./call.ts";
import * as consumers from "./consumers.ts";
import * as http from "./http.ts";

/** A cold call for each trigger of each function, in the order of the definitions. */
export const coldCalls = {
  shop: [http.sells],
  webhook: [http.heedsTheProvider],
  announce: [consumers.announces],
  publish: [consumers.publishes],
  payments: [consumers.takesTheMoney],
  email: [consumers.mails],
  sms: [consumers.texts],
  push: [consumers.pushes],
  release: [consumers.releases],
  live: [consumers.counts],
  lake: [consumers.writes],
  detect: [consumers.alerts],
  sweep: [consumers.sweeps],
  reconcile: [consumers.audits],
  ops: [http.restocks],
  watch: [http.followsAnOrder, http.showsTheScreen],
} as const satisfies ColdCalls;
