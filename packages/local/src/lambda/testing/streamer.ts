import { writeFileSync } from "node:fs";

import type { ResponseStream } from "../process/awslambda.ts";
import { appears } from "./appears.ts";

declare const awslambda: typeof import("../process/awslambda.ts").awslambda;

interface StreamerEvent {
  readonly queryStringParameters?: {
    readonly gate?: string;
    readonly fail?: string;
    readonly done?: string;
  } | null;
}

/** A streaming function for tests: says "first", waits for the file `gate`, says "second", and leaves the file `done`. */
export const handler = awslambda.streamifyResponse(async (event, raw: ResponseStream) => {
  const { gate, fail, done } = (event as StreamerEvent).queryStringParameters ?? {};
  if (fail === "early") throw new RangeError("before the first byte");
  const stream = awslambda.HttpResponseStream.from(raw, {
    statusCode: 201,
    headers: { "content-type": "text/event-stream", "x-kind": "streamed" },
    cookies: ["a=1", "b=2"],
  });
  stream.write("first\n");
  if (gate !== undefined) await appears(gate);
  if (fail === "late") throw new RangeError("after the first byte");
  stream.write("second\n");
  stream.end();
  if (done !== undefined) writeFileSync(done, "");
});
