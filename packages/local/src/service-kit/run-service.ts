import { parseArgs } from "node:util";

export interface ServiceArguments {
  readonly port: number;
  readonly dataDir: string;
  /** The service's own options, by name. */
  readonly options: Readonly<Record<string, string | undefined>>;
}

export interface RunningService {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Runs a service as a process of its own: `main.ts --port N --data-dir DIR [--own-option X]`. Says `"ready"` to the
 * process that started it, and ends at SIGTERM and SIGINT and when that process is gone. Exit status 2: wrong usage;
 * 1: it could not start.
 */
export async function runService(
  name: string,
  ownOptions: readonly string[],
  start: (args: ServiceArguments) => Promise<RunningService>,
): Promise<void> {
  const told = new Promise((resolve) => {
    process.once("SIGTERM", resolve).once("SIGINT", resolve).once("disconnect", resolve);
  });
  try {
    const service = await start(readArguments(ownOptions));
    console.log(`${name} listening on ${service.url}`);
    // With a callback, a parent that has just gone is no error: it has been told of by `disconnect`.
    process.send?.("ready", undefined, undefined, () => undefined);
    await told;
    await service.close();
    process.exit(0);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

function readArguments(ownOptions: readonly string[]): ServiceArguments {
  const names = ["port", "data-dir", ...ownOptions];
  const options = Object.fromEntries(names.map((option) => [option, { type: "string" as const }]));
  const values: Record<string, string | undefined> = parseArgs({ options }).values;
  const { port, "data-dir": dataDir, ...own } = values;
  if (!/^\d+$/.test(port ?? "") || !dataDir) {
    console.error(`usage: main.ts ${names.map((option) => `--${option} …`).join(" ")}`);
    process.exit(2);
  }
  return { port: Number(port), dataDir, options: own };
}
