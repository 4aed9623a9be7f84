import type { Writable } from "node:stream";

import type { Context } from "aws-lambda";

/** What a handler's response says of itself before its body: an HTTP status and headers. */
export type ResponseMetadata = Readonly<Record<string, unknown>>;

/** Ends the metadata that goes before a streamed body (Lambda developer guide, "Response streaming"). */
export const metadataEnd = Buffer.alloc(8);

export const metadataContentType = "application/vnd.awslambda.http-integration-response";

/** The stream that Lambda hands to a streaming handler. */
export interface ResponseStream extends Writable {
  setContentType(contentType: string): void;
  /** Called with a raw `write` before the first chunk; the hook by which the metadata gets in front. */
  _onBeforeFirstWrite?: (write: (chunk: Uint8Array | string) => unknown) => void;
}

export type StreamingHandler = (event: unknown, stream: ResponseStream, context: Context) => Promise<unknown>;
export type BufferedHandler = (event: unknown, context: Context) => unknown;

/** The marks by which AWS's Node runtime knows a streaming handler. */
const streaming = Symbol.for("aws.lambda.runtime.handler.streaming");
const highWaterMark = Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");

export function isStreamingHandler(handler: BufferedHandler | StreamingHandler): handler is StreamingHandler {
  return Reflect.get(handler, streaming) === "response";
}

/** `globalThis.awslambda` as the managed Node runtime defines it. */
export const awslambda = {
  streamifyResponse(handler: StreamingHandler, options?: { highWaterMark?: number }): StreamingHandler {
    return Object.assign(handler, { [streaming]: "response", [highWaterMark]: options?.highWaterMark });
  },

  HttpResponseStream: {
    from(stream: ResponseStream, metadata: ResponseMetadata): ResponseStream {
      stream.setContentType(metadataContentType);
      stream._onBeforeFirstWrite = (write) => {
        write(JSON.stringify(metadata));
        write(metadataEnd);
      };
      return stream;
    },
  },
};
