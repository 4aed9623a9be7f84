import type { ServerResponse } from "node:http";
import { Writable } from "node:stream";

import type { ResponseStream } from "./awslambda.ts";

/** A streaming handler's response, written through to the parent as it comes, at the pace at which it is read. */
export class HttpBackedStream extends Writable implements ResponseStream {
  _onBeforeFirstWrite?: (write: (chunk: Uint8Array | string) => unknown) => void;
  readonly #response: ServerResponse;
  #written = false;

  constructor(response: ServerResponse) {
    super();
    this.#response = response;
    response.once("close", () => this.destroy());
  }

  setContentType(contentType: string): void {
    this.#response.setHeader("content-type", contentType);
  }

  override _write(chunk: Uint8Array, _encoding: string, done: (error?: Error | null) => void): void {
    if (!this.#written) {
      this.#written = true;
      this._onBeforeFirstWrite?.((prelude) => this.#response.write(prelude));
    }
    this.#response.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#response.end(() => done());
  }
}
