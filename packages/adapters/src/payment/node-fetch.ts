import https from "node:https";
import type { IncomingMessage } from "node:http";

/** Not imported: that would read every export, the lazy `WebSocket` among them, and load undici at each cold start. */
const http = process.getBuiltinModule("node:http");

const agents = {
  "http:": new http.Agent({ keepAlive: true, maxSockets: 64 }),
  "https:": new https.Agent({ keepAlive: true, maxSockets: 64 }),
};

/** As much of a request as calls of Stripe hand to `fetch`. */
interface Init {
  readonly method?: string;
  readonly headers?: Iterable<readonly [string, string]>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/**
 * As much of `fetch` as calls of Stripe use, on Node's own HTTP: the platform's `fetch` takes half a millisecond of
 * processor for a call, a sixth of what a whole checkout takes (docs/speed.md).
 *
 * It answers when the body is there. A failure is told as `fetch` tells it, with the system's error as its cause. `signal`
 * ends it at any time, with the signal's reason.
 */
export const nodeFetch = ((url: string, init: Init) =>
  new Promise<Response>((resolve, reject) => {
    const { method = "GET", headers = [], body, signal } = init;
    const { request } = url.startsWith("https:") ? https : http;
    const agent = agents[url.startsWith("https:") ? "https:" : "http:"];
    const fail = (cause: unknown) =>
      reject(signal?.aborted === true ? (signal.reason as Error) : new TypeError("fetch failed", { cause }));
    const call = request(
      url,
      { agent, method, headers: Object.fromEntries(headers), ...(signal && { signal }) },
      (response) => void readBody(response).then((text) => resolve(answer(response, text)), fail),
    );
    call.once("error", fail);
    call.end(body);
  })) as unknown as typeof fetch;

async function readBody(response: IncomingMessage): Promise<string> {
  response.setEncoding("utf8");
  let text = "";
  for await (const chunk of response) text += chunk as string; // throws when the body is cut off
  return text;
}

/** What is looked at: status, headers as pairs, and the body once. */
function answer({ statusCode = 0, headers }: IncomingMessage, body: string): Response {
  const pairs = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return { status: statusCode, headers: pairs, text: async () => body } as unknown as Response;
}
