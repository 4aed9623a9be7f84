import { parseArgs } from "node:util";
import { startIssuer } from "./server.ts";

/**
 * The issuer as a process of its own:
 * `main.ts --port N --data-dir DIR [--storefront URL] [--console URL]`.
 * It ends at SIGTERM and SIGINT, and when the process that started it is gone.
 */
const { values } = parseArgs({
  options: {
    port: { type: "string" },
    "data-dir": { type: "string" },
    storefront: { type: "string", default: "http://localhost:3000" },
    console: { type: "string", default: "http://localhost:3001" },
  },
});
const dataDir = values["data-dir"];
if (!values.port || !dataDir) {
  console.error("usage: main.ts --port N --data-dir DIR [--storefront URL] [--console URL]");
  process.exit(2);
}

const stop = () => process.exit(0);
process.on("SIGTERM", stop).on("SIGINT", stop).on("disconnect", stop);

const { issuer } = await startIssuer({
  port: Number(values.port),
  dataDir,
  sites: { storefront: values.storefront, console: values.console },
});
console.log(`issuer listening on ${issuer}`);
process.send?.("ready");
