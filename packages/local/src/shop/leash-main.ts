import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

import { signalGroup } from "./process-group.ts";

/** How long a process may take over its own end before it is killed. */
const graceMs = 3_000;

const held = new Set<number>();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  const pid = Number(line.slice(1));
  if (line.startsWith("+")) held.add(pid);
  else held.delete(pid);
}

// The pipe is closed: its other end is gone, or wants us gone.
for (const pid of held) signalGroup(pid, "SIGTERM");
const deadline = Date.now() + graceMs;
while (Date.now() < deadline && [...held].some((pid) => signalGroup(pid, 0))) await delay(50);
for (const pid of held) signalGroup(pid, "SIGKILL");
