import { createHash, createHmac } from "node:crypto";
import type { Scheduler } from "./scheduler.ts";

/**
 * Puts the virtual clock and the seeded chance behind the globals that libraries reach for by themselves: our payment
 * adapter sets its time-outs with `setTimeout` and reads `Date.now`. WebCrypto's digests are computed on other
 * threads, whose answers come in any order: here they are computed on the spot.
 *
 * Our own code gets its clock and chance handed in and needs none of this.
 *
 * @returns puts everything back
 */
export function virtualGlobals(scheduler: Scheduler): Disposable {
  const restore = [
    replace(Date, "now", () => scheduler.now),
    replace(Math, "random", scheduler.random),
    replace(globalThis, "setTimeout", (run: () => void, ms = 0) => scheduler.after(ms, "timer", run)),
    replace(globalThis, "clearTimeout", (cancel?: () => void) => cancel?.()),
    replace(crypto.subtle, "digest", async (_: "SHA-256", data: Uint8Array) =>
      bytesOf(createHash("sha256").update(data).digest()),
    ),
    replace(crypto.subtle, "importKey", async (_: "raw", key: Uint8Array) => key),
    replace(crypto.subtle, "sign", async (_: "HMAC", key: Uint8Array, data: Uint8Array) =>
      bytesOf(createHmac("sha256", key).update(data).digest()),
    ),
  ];
  return {
    [Symbol.dispose]: () => {
      for (const undo of restore) undo();
    },
  };
}

function replace<T extends object>(target: T, name: keyof T, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
  return () => {
    if (own) Object.defineProperty(target, name, own);
    else Reflect.deleteProperty(target, name);
  };
}

const bytesOf = (buffer: Buffer): ArrayBuffer => new Uint8Array(buffer).buffer;
