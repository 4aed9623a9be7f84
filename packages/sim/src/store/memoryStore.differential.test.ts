import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import { tables } from "@doorbuster/adapters/definitions/tables";
import { openClients, type Clients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import { startStores } from "@doorbuster/local/shop/stores";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { memoryStore } from "./memoryStore.ts";
import { changesOf, changesOfStream } from "./testing/changes.ts";
import { scripts } from "./testing/operations.ts";
import { inRun, outcomeOf } from "./testing/outcome.ts";
import type { Operation } from "./testing/vocabulary.ts";

/** Two tables that between them have sort key and none, sparse indexes of both projections, and a stream. */
const shapes = { [physicalName("Orders")]: tables.Orders, [physicalName("Catalog")]: tables.Catalog };
const memory = memoryStore(shapes);

let dataDir: string;
let stores: Awaited<ReturnType<typeof startStores>>;
let clients: Clients;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-sim-"));
  stores = await startStores({ dataDir, memory: true });
  clients = openClients(stores.endpoints);
}, 60_000);
afterAll(async () => {
  clients.destroy();
  await stores.stop();
  await rm(dataDir, { recursive: true, force: true });
});

type Commands = Readonly<Record<string, new (input: object) => Parameters<typeof clients.dynamodb.send>[0]>>;

/** The same call to the embedded DynamoDB, by the SDK. */
function embedded({ command, input }: Operation): Promise<unknown> {
  const Command = (dynamodb as unknown as Commands)[command];
  if (!Command) throw new Error(`the SDK has no ${command}`);
  return clients.dynamodb.send(new Command(input));
}

/** The operation, and whatever pages follow its first, as both stores answer them. */
async function expectSame({ command, input }: Operation): Promise<void> {
  const [inMemory, real] = await Promise.all([
    outcomeOf(() => memory.execute(command, input)),
    outcomeOf(() => embedded({ command, input })),
  ]);
  expect(inMemory, command).toEqual(real);
  const next = "output" in real ? real.output["LastEvaluatedKey"] : undefined;
  if (next !== undefined) await expectSame({ command, input: { ...input, ExclusiveStartKey: next } });
}

let runs = 0;

test("the same operations have the same outcomes in memory and in the embedded DynamoDB", async () => {
  const script = fc.asyncProperty(scripts(shapes), async (script) => {
    const prefix = `run${++runs}-`;
    for (const operation of script) await expectSame(inRun(operation, prefix));
  });
  // Without a limit of time: what fast-check interrupts goes on in the background, and into the changes compared below.
  await fc.assert(script, { numRuns: 150 }); // the seed of a failure is printed with it
}, 180_000);

test("and the same changes, item by item in the same order", async () => {
  const real = await changesOfStream(clients.dynamodbStreams, physicalName("Orders"));
  expect(real.size).toBeGreaterThan(0);
  expect(changesOf(memory.records, physicalName("Orders"))).toEqual(real);
}, 60_000);
