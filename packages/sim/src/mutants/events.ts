import { adapters, core, functions, type Mutant } from "./mutant.ts";

/** The outbox and everybody behind it. */
export const eventsMutants: readonly Mutant[] = [
  {
    // The store that writes a move has no topic, and a function of its own reads the outbox: this mistake takes new wiring.
    // The simulation's stands for that of `apps/functions`, hands the topic over, and leaves that function without work.
    name: "published-beside-the-outbox",
    breaks: "tells of a move right after it was written, instead of passing on what stands in the outbox",
    invariant: "nothing lost, nothing doubled",
    day: 4,
    patches: [
      {
        file: `${adapters}/dynamo/orderStore.ts`,
        find: '      if (outcome.kind === "written") return { kind: "reserved" };\n',
        replace: `      if (outcome.kind === "written") {
        await client.announcer.send([entry]);
        return { kind: "reserved" };
      }\n`,
      },
      {
        file: `${adapters}/dynamo/orderStore.ts`,
        find: '      return outcome.kind === "written";\n',
        replace: `      if (outcome.kind !== "written") return false;
      await client.announcer.send([entry]);
      return true;\n`,
      },
      {
        file: `${functions}/clients.ts`,
        find: 'export const dynamoClient = (process: Process, { dynamo }: Pick<Backends, "dynamo">) =>\n  simulatedClient(DynamoDBClient.prototype, process, dynamo, { maxAttempts: 3 });',
        replace: `import { snsAnnouncer } from "@doorbuster/adapters/events/snsAnnouncer";
export const dynamoClient = (process: Process, backends: Backends) =>
  Object.assign(simulatedClient(DynamoDBClient.prototype, process, backends.dynamo, { maxAttempts: 3 }), {
    announcer: snsAnnouncer(snsClient(process, backends), "OrderTopic"),
  });`,
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
    invariant: "nothing lost, nothing doubled",
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
    invariant: "nothing lost, nothing doubled",
    day: 16,
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
    invariant: "nothing lost, nothing doubled",
    day: 2,
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
    invariant: "nothing lost, nothing doubled",
    day: 2,
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
    invariant: "nothing lost, nothing doubled",
    day: 2,
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
    invariant: "nothing lost, nothing doubled",
    day: 39,
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
    invariant: "nothing lost, nothing doubled",
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
    invariant: "nothing lost, nothing doubled",
    patches: [
      {
        file: `${adapters}/lake/lakeWriter.ts`,
        find: "      await Promise.all(Array.from({ length: concurrency }, worker));\n",
        replace: "      void Promise.allSettled(Array.from({ length: concurrency }, worker));\n",
      },
    ],
  },
];
