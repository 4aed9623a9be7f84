import { adapters, core, functions, type Mutant } from "./mutant.ts";

/** The outbox and everybody behind it. */
export const eventsMutants: readonly Mutant[] = [
  {
    name: "published-beside-the-outbox",
    breaks: "tells of a move right after it was written, instead of passing on what stands in the outbox",
    patches: [
      {
        file: `${functions}/clients.ts`,
        find: 'import type { Process } from "../lambda/process.ts";\n',
        replace: `import type { Process } from "../lambda/process.ts";
import { entryFrom } from "@doorbuster/adapters/dynamo/entryRows";
import { snsAnnouncer } from "@doorbuster/adapters/events/snsAnnouncer";
function thatAnnounces(client, topic) {
  const { send } = client;
  return Object.assign(client, {
    send: async (command) => {
      const answer = await send(command);
      const puts = (command.input.TransactItems ?? []).flatMap(({ Put }) => Put?.Item ?? []);
      const entries = puts.filter(({ sk }) => sk?.S?.startsWith("event#")).map(entryFrom);
      if (entries.length > 0) await topic.send(entries);
      return answer;
    },
  });
}\n`,
      },
      {
        file: `${functions}/clients.ts`,
        find: 'export const dynamoClient = (process: Process, { dynamo }: Pick<Backends, "dynamo">) =>\n  simulatedClient(DynamoDBClient.prototype, process, dynamo, { maxAttempts: 3 });',
        replace: `export const dynamoClient = (process: Process, backends: Backends) =>
  thatAnnounces(
    simulatedClient(DynamoDBClient.prototype, process, backends.dynamo, { maxAttempts: 3 }),
    snsAnnouncer(snsClient(process, backends), "OrderTopic"),
  );`,
      },
      {
        file: `${functions}/outbox.ts`,
        find: 'const sink = snsAnnouncer(snsClient(process, backends), "OrderTopic");',
        replace: "const sink = { send: async () => [] };",
      },
    ],
  },
  {
    name: "outbox-drops-what-was-refused",
    breaks: "passes a batch on once, whatever the target refused",
    day: 8,
    patches: [
      {
        file: "apps/functions/src/runtime/outbox.ts",
        find: "return failures(refused.flatMap((index) => entries[index]?.id ?? []));",
        replace: "return failures([]);",
      },
    ],
  },
  {
    name: "kinesis-refusals-ignored",
    breaks: "does not look at which records Kinesis refused",
    day: 15,
    patches: [
      {
        file: `${adapters}/events/kinesisPublisher.ts`,
        find: "return Records.flatMap((record, index) => (record.ErrorCode ? [index] : []));",
        replace: "return Records.length < 0 ? [0] : [];",
      },
    ],
  },
  {
    name: "marked-before-sent",
    breaks: "writes down that a mail was sent, and then sends it",
    patches: [
      {
        file: `${core}/notification/deliver.ts`,
        find: "    await send();\n",
        replace: "    await markSent(deps, claim, taken.lease);\n    await send();\n",
      },
      {
        file: `${core}/notification/deliver.ts`,
        find: "  if (!(await markSent(deps, claim, taken.lease))) throw new ClaimHeld(claim);\n",
        replace: "",
      },
    ],
  },
  {
    name: "never-marked",
    breaks: "does not write down that a mail was sent",
    patches: [
      {
        file: `${core}/notification/deliver.ts`,
        find: "  if (!(await markSent(deps, claim, taken.lease))) throw new ClaimHeld(claim);\n",
        replace: "",
      },
    ],
  },
  {
    name: "counted-without-remembering",
    breaks: "counts an event as often as it comes",
    patches: [
      {
        file: `${core}/metrics/liveBucket.ts`,
        find: "    if (seqs.includes(event.seq)) return false;\n",
        replace: "",
      },
    ],
  },
  {
    name: "bucket-without-version",
    breaks: "writes a live bucket over what another reader counted",
    day: 14,
    patches: [
      {
        file: `${adapters}/live/liveStore.ts`,
        find: 'ConditionExpression: "version = :previous",',
        replace: 'ConditionExpression: "version = :previous OR version <> :previous",',
      },
    ],
  },
  {
    name: "uncounted-forgotten",
    breaks: "reports events as counted that were not",
    day: 9,
    patches: [
      {
        file: `${core}/metrics/countEvents.ts`,
        find: "return { counted: 0, duplicates: 0, failed: group, error };",
        replace: "return { counted: 0, duplicates: 0, failed: [], error };",
      },
    ],
  },
  {
    name: "lake-acknowledged-unwritten",
    breaks: "says that a batch is in the lake while it is still being written",
    patches: [
      {
        file: `${adapters}/lake/lakeWriter.ts`,
        find: "      await Promise.all(Array.from({ length: concurrency }, worker));\n",
        replace: "      void Promise.allSettled(Array.from({ length: concurrency }, worker));\n",
      },
    ],
  },
];
