import type { Context } from "aws-lambda";

import { appears } from "./appears.ts";

/** A function for tests: does what its event says. */
export async function handler(
  event: { do: string; text?: string; ms?: number },
  context: Context,
): Promise<unknown> {
  switch (event.do) {
    case "echo":
      return { text: event.text, pid: process.pid };
    case "context":
      return { ...context, remainingMs: context.getRemainingTimeInMillis(), env: process.env };
    case "throw":
      throw new TypeError(event.text);
    case "exit":
      return process.exit(3);
    case "hang":
      return new Promise(() => {});
    case "spin":
      for (;;);
    case "trace": {
      await new Promise((resolve) => setTimeout(resolve, event.ms));
      return { env: process.env["_X_AMZN_TRACE_ID"], requestId: context.awsRequestId };
    }
    case "wait":
      await appears(event.text ?? "");
      return { requestId: context.awsRequestId };
    case "print":
      console.log(event.text);
      return null;
    case "huge":
      return "x".repeat(7 * 1024 * 1024);
    default:
      return undefined;
  }
}
