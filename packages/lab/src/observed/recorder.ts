import { subscribe } from "node:diagnostics_channel";
import { appendFileSync } from "node:fs";
import type { ClientRequest } from "node:http";
import path from "node:path";

import { neededFor, type SdkCall } from "./calls.ts";

/**
 * Loaded into a function's process before its bundle (`--import`): keeps what its calls of AWS need to be allowed, each
 * once, in a file of its own in `DOORBUSTER_CALLS`. It listens below the SDK; nothing is in the way of a call. Only
 * actions and names of resources are kept, nothing of what was sent.
 */
const file = path.join(
  process.env["DOORBUSTER_CALLS"] ?? "",
  `${process.env["AWS_LAMBDA_FUNCTION_NAME"]}.${process.pid}.jsonl`,
);
const known = new Set<string>();

subscribe("http.client.request.created", (message) => {
  const { request } = message as { request: ClientRequest };
  const [, service] = /\bapi\/([\w-]+)#/.exec(String(request.getHeader("user-agent"))) ?? [];
  if (service === undefined) return; // not the AWS SDK
  const sent: Buffer[] = [];
  collect(request, sent);
  request.once("finish", () => {
    keep({
      service,
      method: request.method,
      path: request.path,
      target: request.getHeader("x-amz-target") as string | undefined,
      body: Buffer.concat(sent).toString(),
    });
  });
});

/** Keeps a copy of what is written. The SDK ends a request with its body, or writes it before. */
function collect(request: ClientRequest, sent: Buffer[]): void {
  for (const method of ["write", "end"] as const) {
    const original = request[method].bind(request) as (...args: unknown[]) => never;
    request[method] = (...args: unknown[]) => {
      const [chunk] = args;
      if (typeof chunk === "string" || chunk instanceof Uint8Array) sent.push(Buffer.from(chunk as string));
      return original(...args);
    };
  }
}

function keep(call: SdkCall): void {
  for (const needed of neededFor(call)) {
    const line = JSON.stringify(needed);
    if (known.has(line)) continue;
    known.add(line);
    appendFileSync(file, `${line}\n`);
  }
}
