import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildOptions } from "@doorbuster/local/build/functions";
import { startFunction, startGateway } from "@doorbuster/local/lambda/index";
import { build } from "esbuild";

/**
 * An API with nothing behind it but a procedure that does nothing: the shop's gateway, the shop's runtime, a bundle built
 * as the shop's are. What a checkout costs beyond this is its own.
 *
 * @returns the procedure's address
 */
export async function startEmptyApi(folder: string, cleanup: AsyncDisposableStack): Promise<string> {
  const entry = { in: fileURLToPath(new URL("handler.ts", import.meta.url)), out: "empty/index" };
  await build({ ...buildOptions, entryPoints: [entry], outdir: folder, write: true });
  const bundle = path.join(folder, "empty/index.mjs");
  const definition = {
    timeoutSeconds: 10,
    memoryMb: 512,
    triggers: [{ kind: "http", method: "GET", path: "/trpc/{proxy+}" }],
  } as const;
  const lambda = await startFunction({ name: "empty", bundle, ...definition, log: () => undefined });
  cleanup.defer(() => lambda.stop());
  const functions = { empty: definition };
  const gateway = await startGateway({
    port: 0,
    functions,
    invoke: () => lambda,
    issuers: [],
    log: () => undefined,
  });
  cleanup.defer(() => gateway.stop());
  return `${gateway.url}/trpc/empty`;
}
