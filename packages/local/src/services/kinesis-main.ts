import { parseArgs } from "node:util";

import kinesalite from "kinesalite";

/** Kinesis as a process of its own: `kinesis-main.ts --port N --data-dir DIR`. Its records are in LevelDB. */
const { values } = parseArgs({
  options: { port: { type: "string" }, "data-dir": { type: "string", default: "" } },
});

const server = kinesalite({ path: values["data-dir"], createStreamMs: 0, shardLimit: 100 });
server.listen(Number(values.port), "127.0.0.1");

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
