import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { fileSecrets, managedSecrets } from "@doorbuster/adapters/access/secrets";
import { stripePaymentLedger } from "@doorbuster/adapters/payment/stripeLedger";
import { systemClock } from "@doorbuster/adapters/system";
import type { Order } from "@doorbuster/core/order/order";
import { wasConfirmed } from "@doorbuster/core/order/standing";
import { compare, type Disagreement } from "../reconcile/compare.ts";
import type { Facts, Mail } from "../reconcile/facts.ts";
import { figuresOf } from "../reconcile/figures.ts";
import { readLake } from "../reconcile/places/lake.ts";
import { readLive } from "../reconcile/places/live.ts";
import { readOrders } from "../reconcile/places/orders.ts";
import { readStock } from "../reconcile/places/stock.ts";
import { NotChecked, type Check } from "./checks.ts";
import type { SmokeOptions } from "./options.ts";
import { findStage, stageDeadLetters, type StageClients } from "./stage.ts";

/** The lake keeps events for a minute before it writes them, and a lost message is mended within another. */
const patienceMs = 180_000;
const pauseMs = 3_000;

/** Orders, stock, the provider's payments, live numbers and lake of a stage must agree, to the penny. */
export function bookChecks({ stage, provider }: SmokeOptions): Check[] {
  return [
    {
      name: "the books of the stage agree",
      async run() {
        if (stage === undefined) throw new NotChecked("no --stage");
        // Region, credentials and endpoints are the environment's, as for every AWS tool.
        using clients = openClients();
        const facts = await untilAgreed(() => gatherStage(stage, provider, clients));
        const { orders, live } = figuresOf(facts);
        const givenUp = Object.entries(facts.deadLetters).map(([queue, depth]) => `${depth} in ${queue}`);
        return [
          `${orders.confirmed} orders confirmed, ${live.confirmed} on the live screen and in the lake`,
          "mails are not compared: SES keeps no list of what it has sent",
          ...(givenUp.length === 0 ? [] : [`given up: ${givenUp.join(", ")}`]),
        ].join("\n");
      },
    },
  ];
}

function openClients(): StageClients & Disposable {
  // By its own address, and not by that of the queue: an emulator may name its queues by a host that there is not.
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  const clients = { dynamodb: new DynamoDBClient(), s3: new S3Client(), sqs };
  return {
    ...clients,
    [Symbol.dispose]() {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

async function gatherStage(stage: string, provider: string, clients: StageClients): Promise<Facts> {
  const { dynamodb, s3 } = clients;
  const names = await findStage(stage, clients);
  const [orders, payments, live, lake, stock, deadLetters] = await Promise.all([
    readOrders(dynamodb, names.orders),
    Array.fromAsync(ledgerOf(stage, provider).made(0, Date.now() + 60_000)),
    readLive(dynamodb, names.metrics),
    readLake(s3, names.lake),
    readStock(dynamodb, names.stock),
    stageDeadLetters(stage, clients),
  ]);
  return { orders, payments, live, lake, mails: asTold(orders), stock, deadLetters };
}

/** The stage's payments by the provider's own API; those that other stages made with the same account are left out. */
const ledgerOf = (stage: string, baseUrl: string) =>
  stripePaymentLedger({ secretKey: () => paymentKey(stage), baseUrl, stage });

/** On AWS the key is where the functions find it; the laptop edition says in which file its own is. */
function paymentKey(stage: string): Promise<string> {
  const file = process.env["DOORBUSTER_SECRETS_FILE"];
  if (file !== undefined) return fileSecrets(file).get("paymentSecretKey");
  const arns = { paymentSecretKey: `doorbuster/${stage}/paymentSecretKey` };
  return managedSecrets(new SecretsManagerClient(), arns, systemClock).get("paymentSecretKey");
}

/** One mail per confirmed order, as it should be: what SES has really sent cannot be read, so it is left out. */
function asTold(orders: readonly Order[]): Mail[] {
  return orders.filter(wasConfirmed).map(({ id, contact }) => ({ orderId: id, to: contact.email ?? "" }));
}

async function untilAgreed(gather: () => Promise<Facts>): Promise<Facts> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const facts = await gather();
    const disagreements = compare(facts);
    if (disagreements.length === 0) return facts;
    if (Date.now() >= giveUpAt) throw new Error(disagreements.map(sentence).join("\n"));
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

const sentence = ({ what, which }: Disagreement) => [what, ...which].join("\n  ");
