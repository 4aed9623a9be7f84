import { watchForEnd } from "@doorbuster/local/shop/cli/lifetime";
import { benchBundles } from "./bundles/main.ts";
import { runHotSku } from "./hotSku/hotSku.ts";
import { usage, UsageError } from "./options.ts";
import { benchOrders } from "./orders/main.ts";
import { benchPace } from "./pace/main.ts";
import { BooksDisagree } from "./settle.ts";
import { benchSpike } from "./spike/main.ts";

/** Answers the exit status. */
type Command = (args: readonly string[], end: AbortController) => Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  orders: benchOrders,
  pace: benchPace,
  spike: benchSpike,
  "hot-sku": (args) => runHotSku(args, console.log),
  bundles: benchBundles,
};

/** `npm run bench`. Answers the exit status: 0 when it was measured and all agrees, 1 when not, 2 for a wrong command. */
async function main([name, ...args]: readonly string[]): Promise<number> {
  const end = new AbortController();
  try {
    if (name === undefined || name === "--help" || name === "-h") {
      console.log(usage);
      return name === undefined ? 2 : 0;
    }
    const command = commands[name];
    if (command === undefined) throw new UsageError(`There is no benchmark ${name}.`);
    watchForEnd((why) => end.abort(new Error(`Interrupted (${why}).`)));
    return await command(args, end);
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${usage}`);
      return 2;
    }
    if (error instanceof BooksDisagree) console.error(`The figures do not count:\n${error.message}`);
    else console.error(end.signal.aborted ? String(end.signal.reason) : error);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
