import { Agent, request } from "node:http";

export interface HttpReply {
  readonly status: number;
  readonly body: string;
}

/** One connection for every request in flight, kept open: a crowd of browsers would have one each. */
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

/** A request as plain as `node:http` makes it, so that the generator takes little of the machine it shares. */
export function send(
  url: string,
  {
    method,
    body,
    signal,
  }: { readonly method: "GET" | "POST"; readonly body?: string; readonly signal?: AbortSignal },
): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined
        ? {}
        : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const call = request(url, { agent, method, headers, ...(signal && { signal }) }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.once("end", () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.once("error", reject);
    });
    call.once("error", reject);
    call.end(body);
  });
}
