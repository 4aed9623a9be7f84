import { createReporter } from "@doorbuster/local/shop/cli/reporter";
import { watchForEnd } from "@doorbuster/local/shop/cli/lifetime";
import { UsageError } from "../replay/options.ts";
import { chaos } from "./chaos.ts";
import { parseChaosOptions, usage } from "./options.ts";
import { chaosReport } from "./report.ts";
import { inChaosShop } from "./throwawayShop.ts";

/** `npm run chaos`. Answers the exit status: 0 when everything agrees, 1 when not, 2 for a wrong command. */
async function main(args: readonly string[]): Promise<number> {
  const end = new AbortController();
  try {
    const options = parseChaosOptions(args);
    if (options === "help") {
      console.log(usage);
      return 0;
    }
    watchForEnd((why) => end.abort(new Error(`Interrupted (${why}).`)));
    const { minutes, seed, json } = options;
    console.error(`seed ${seed}, ${minutes} min`);
    const reporter = createReporter(process.stderr, () => performance.now());
    const settings = {
      seed,
      runMs: minutes * 60_000,
      signal: end.signal,
      onProgress: (line: string) => console.error(line),
    };
    const result = await inChaosShop(
      { end, onProgress: reporter.onProgress },
      (shop) => {
        reporter.close();
        return chaos(shop, settings);
      },
      ({ disagreements }) => disagreements.length === 0,
    ).finally(() => reporter.close());
    console.log(json ? JSON.stringify(result, undefined, 2) : `\n${chaosReport(result)}`);
    return result.disagreements.length === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${usage}`);
      return 2;
    }
    if (end.signal.aborted) console.error(String(end.signal.reason));
    console.error(error);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
