import { fileURLToPath } from "node:url";

import { startFunction } from "../process/process.ts";

/** A parent for tests to kill: starts a function, prints its pid, and stays. */
const lambda = await startFunction({
  name: "probe",
  bundle: fileURLToPath(new URL("./probe.ts", import.meta.url)),
  timeoutSeconds: 60,
  memoryMb: 128,
  log: () => {},
});
console.log(lambda.pid);
setInterval(() => {}, 60_000);
