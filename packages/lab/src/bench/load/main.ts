import { checkouts } from "./checkout.ts";
import { send } from "./http.ts";
import { closedLoop, openLoop, type Request } from "./loops.ts";
import type { LoadOrder, LoadReply, Target } from "./protocol.ts";

/** The load generator: takes orders over IPC, one after another, and ends with its parent. */
process.on("disconnect", () => process.exit(0));
process.on("message", (order: LoadOrder) => {
  void run(order).then(
    (reply) => process.send?.(reply),
    (error: unknown) => process.send?.({ failed: String(error) } satisfies LoadReply),
  );
});

async function run(order: LoadOrder): Promise<LoadReply> {
  const request = await requestTo(order.target);
  const report = await (order.loop === "closed" ? closedLoop(request, order) : openLoop(request, order));
  return { report };
}

async function requestTo(target: Target): Promise<Request> {
  switch (target.kind) {
    case "checkout":
      return checkouts(target);
    case "query":
      return async (signal) => {
        const { status } = await send(target.url, { method: "GET", signal });
        return { kind: status === 200 ? "ok" : `status ${status}` };
      };
    case "store": {
      const { bareOrders } = await import("./store.ts");
      return bareOrders(target);
    }
  }
}
