import { readFile } from "node:fs/promises";
import path from "node:path";
import { functions } from "@doorbuster/adapters/definitions/functions";
import { channelNames, type ChannelName } from "@doorbuster/core/notification/message";
import type { AttachedShop } from "@doorbuster/local/shop/index";

/**
 * How many messages may have lost their mark or the channel's answer because time ran out by itself, as it does on a
 * machine that is too busy: by the logs of the channels' functions. An invocation that is ended takes a whole batch.
 */
export async function countOutOfTime({
  dataDir,
}: Pick<AttachedShop, "dataDir">): Promise<Record<ChannelName, number>> {
  const counts = await Promise.all(
    channelNames.map(async (channel) => {
      const log = await readFile(path.join(dataDir, "logs", `function-${channel}.log`), "utf8");
      return [channel, outOfTimeIn(log, functions[channel].triggers[0].batchSize)] as const;
    }),
  );
  return Object.fromEntries(counts) as Record<ChannelName, number>;
}

/** The same of one log. Pure. */
export function outOfTimeIn(log: string, batchSize: number): number {
  const lines = log.split("\n");
  const ended = lines.filter((line) => line.includes("Error: Task timed out after"));
  const unanswered = lines.filter(
    (line) => line.includes('"message failed"') && /timed out|timeout/i.test(line),
  );
  return ended.length * batchSize + unanswered.length;
}
