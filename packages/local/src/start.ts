import { rm } from "node:fs/promises";
import path from "node:path";

import { rootDir } from "./build/root.ts";
import { parseFlags, type StartFlags, usage, UsageError } from "./shop/cli/flags.ts";
import { watchForEnd } from "./shop/cli/lifetime.ts";
import { createReporter } from "./shop/cli/reporter.ts";
import { welcome } from "./shop/cli/welcome.ts";
import { attachShop, type Crash, startShop } from "./shop/index.ts";

const dataDir = path.join(rootDir, ".local");

/** `npm start` and `npm run dev`. Answers the exit status: 0 when asked to end, 1 for a failure, 2 for wrong usage. */
async function main(): Promise<number> {
  let flags: StartFlags;
  try {
    flags = parseFlags(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    return 2;
  }
  if (flags.help) {
    console.log(usage);
    return 0;
  }
  return run(flags);
}

async function run(flags: StartFlags): Promise<number> {
  const startedAt = performance.now();
  const end = new AbortController();
  const ended = Promise.withResolvers<number>();
  const finish = (status: number) => {
    ended.resolve(status);
    end.abort(new Error("called off"));
  };
  watchForEnd((why) => {
    console.error(`\nStopping (${why}) …`);
    finish(0);
  });
  const onCrash = ({ name, reason, lastLines }: Crash) => {
    console.error(
      `\n${name} ended unexpectedly (${reason}). The end of its log:\n\n${lastLines || "(empty)"}\n\nStopping …`,
    );
    finish(1);
  };

  const reporter = createReporter(process.stdout, performance.now.bind(performance));
  try {
    if (flags.fresh) await empty();
    const { onProgress } = reporter;
    const { ports, dev } = flags;
    await using shop = await startShop({
      dataDir,
      ports,
      dev,
      sites: true,
      demo: true,
      signal: end.signal,
      onProgress,
      onCrash,
    });
    reporter.close();
    const shown = path.relative(process.cwd(), dataDir) || dataDir;
    console.log(welcome({ urls: shop.urls, dataDir: shown, elapsedMs: performance.now() - startedAt }));
    return await ended.promise;
  } catch (error) {
    reporter.close();
    if (end.signal.aborted) return await ended.promise;
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

async function empty(): Promise<void> {
  if ((await attachShop(dataDir)) !== undefined)
    throw new Error("A shop runs on .local; stop it before --fresh.");
  await rm(dataDir, { recursive: true, force: true });
}

process.exitCode = await main();
