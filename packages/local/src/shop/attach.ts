import { openClients } from "../services/clients.ts";
import { askSources } from "./control.ts";
import { readQueueDepths, waitUntilQuiet } from "./quiet.ts";
import { readRunningFile } from "./running-file.ts";
import type { AttachedShop } from "./types.ts";

/** The shop that runs on this data folder, in whatever process. Undefined when none does. */
export async function attachShop(dataDir: string): Promise<AttachedShop | undefined> {
  const running = await readRunningFile(dataDir);
  if (running === undefined) return undefined;
  const { urls, endpoints, env, secretsFile, control } = running;
  const sources = () => askSources(control);
  try {
    await sources(); // its process id may belong to another program by now
  } catch {
    return undefined;
  }
  return {
    urls,
    endpoints,
    env,
    secretsFile,
    dataDir,
    sources,
    async quiet(options) {
      const clients = openClients(endpoints);
      try {
        const queueDepths = () => readQueueDepths(clients.sqs, endpoints.sqs);
        await waitUntilQuiet({ sources, queueDepths }, options);
      } finally {
        clients.destroy();
      }
    },
  };
}
