import { setTimeout as sleep } from "node:timers/promises";

/** Waits until `check` answers something other than undefined or false, and answers that. Gives up after 15 seconds. */
export async function eventually<T>(check: () => T | Promise<T>): Promise<Exclude<T, undefined | false>> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>;
    if (Date.now() > deadline) throw new Error(`Still not so after 15 seconds: ${check.toString()}`);
    await sleep(10);
  }
}
