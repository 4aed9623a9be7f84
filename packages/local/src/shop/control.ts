import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import * as z from "zod";

import type { SourceStatus } from "../lambda/index.ts";

export interface ControlAddress {
  readonly url: string;
  readonly token: string;
}

const sourcesSchema = z.array(
  z.object({
    function: z.string(),
    source: z.string(),
    kind: z.enum(["table", "stream", "queue", "schedule"]),
    pending: z.number(),
    inFlight: z.number(),
    behind: z.boolean(),
    idleAt: z.number().nullable(),
    delivered: z.number(),
    lastSuccessAt: z.number().nullable(),
    consecutiveFailures: z.number(),
  }),
);

/** Lets other processes of the same user ask where the event sources stand: `GET /sources`, with the bearer token. */
export async function startControl(
  sources: () => readonly SourceStatus[],
): Promise<ControlAddress & { stop: () => Promise<void> }> {
  const token = randomBytes(32).toString("hex");
  const wanted = Buffer.from(`Bearer ${token}`);
  const server = createServer((request, response) => {
    const given = Buffer.from(request.headers.authorization ?? "");
    const allowed = given.length === wanted.length && timingSafeEqual(given, wanted);
    if (!allowed) response.writeHead(401).end();
    else if (request.url !== "/sources") response.writeHead(404).end();
    else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(sources()));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Asks a running shop where its event sources stand. Throws when it does not answer. */
export async function askSources({ url, token }: ControlAddress): Promise<readonly SourceStatus[]> {
  const response = await fetch(`${url}/sources`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`the running shop answered ${response.status}`);
  return sourcesSchema.parse(await response.json());
}
