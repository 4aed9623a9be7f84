import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/**
 * What SST's program asks its builder to make of one function, as far as it is looked at here; it is handed on whole. A
 * site's functions are built already and have a `bundle`.
 */
export interface BuildRequest {
  /** The name of SST's component, such as `ShopHandler`. */
  readonly functionID: string;
  readonly handler: string;
  readonly bundle?: string;
  /** The resources that it may look up, by name: written beside its bundle, encrypted. */
  readonly links: Readonly<Record<string, unknown>>;
  /** Base64. The function has it as `SST_KEY`. */
  readonly encryptionKey: string;
}

/** What SST's command would answer its program over HTTP: where the account keeps assets, and where bundles lie. */
const answers: Readonly<Record<string, (artefacts: string) => unknown>> = {
  "Provider.Aws.Bootstrap": () => ({
    asset: "sst-asset-mock",
    state: "sst-state-mock",
    assetEcrRegistryId: "123456789012",
    assetEcrUrl: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/sst-asset",
  }),
  "Provider.Aws.Appsync": () => ({ http: "appsync.example.com", realtime: "realtime.example.com" }),
  // Whether they can be built is the affair of `bundles/`; here an empty folder stands for each.
  "Runtime.Build": (artefacts) => ({ handler: "bundle.handler", out: artefacts, errors: [], sourcemaps: [] }),
  "Runtime.AddTarget": () => true,
};

/**
 * Serves them, for as long as anybody calls, and answers the address. A call that is not listed fails.
 *
 * @param artefacts the folder that stands for every bundle
 * @param onBuild told of each function that is to be built
 */
export async function startRpc(artefacts: string, onBuild: (request: BuildRequest) => void): Promise<string> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method, params } = JSON.parse(body) as { method: string; params: [BuildRequest] };
      if (method === "Runtime.Build") onBuild(params[0]);
      const answer = answers[method];
      const result = answer ? { result: answer(artefacts) } : { error: `${method} has no answer` };
      const headers = { "content-type": "application/json", connection: "close" };
      response.writeHead(200, headers).end(JSON.stringify(result));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
