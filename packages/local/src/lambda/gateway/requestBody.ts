import type { IncomingMessage } from "node:http";

import { GatewayError } from "./gatewayErrors.ts";

/** API Gateway's limit for a request's payload (developer guide, "Quotas"). */
export const bodyBytesMax = 10 * 1024 * 1024;

/** The whole body. Throws `GatewayError` (413) as soon as it is over the limit, and never holds more than that. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > bodyBytesMax) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyBytesMax) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The rest is still to come: Node reads and drops it after the answer, so that the client hears the answer at all. */
function tooLarge(): GatewayError {
  return new GatewayError("tooLarge", `body over ${bodyBytesMax} bytes`);
}
