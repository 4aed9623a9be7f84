import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { LoadOrder, LoadReply, LoadReport } from "./protocol.ts";

/** A process that makes load, so that the shop's own processes are not slowed by it more than by any other neighbour. */
export interface Generator extends AsyncDisposable {
  readonly pid: number;
  /** Makes the load and answers what became of it. Throws when the generator fails or dies. */
  make(order: LoadOrder): Promise<LoadReport>;
}

export function startGenerator(): Generator {
  const child = fork(fileURLToPath(new URL("main.ts", import.meta.url)), { serialization: "advanced" });
  const exited = once(child, "exit");
  return {
    pid: child.pid ?? 0,
    async make(order) {
      child.send(order);
      const [reply] = (await Promise.race([
        once(child, "message"),
        exited.then(() => [{ failed: "it ended" }]),
      ])) as [LoadReply];
      if ("failed" in reply) throw new Error(`The load generator failed: ${reply.failed}`);
      return reply.report;
    },
    async [Symbol.asyncDispose]() {
      child.disconnect();
      await exited;
    },
  };
}
