import { fileSecrets, managedSecrets, type SecretName } from "@doorbuster/adapters/access/secrets";
import { secretsClient } from "@doorbuster/adapters/aws/secretsClient";
import { nameOf } from "@doorbuster/adapters/aws/resources";
import { dynamoOrderStore } from "@doorbuster/adapters/dynamo/orderStore";
import { systemClock } from "@doorbuster/adapters/system";
import { readSettings } from "@doorbuster/adapters/settings";
import { readTokens } from "@doorbuster/core/access/readToken";
import { defaultPolicy, type OrderPolicy } from "@doorbuster/core/order/policy";

/** What functions of one stage have in common. A bundle keeps only what its function imports. */

export const settings = readSettings(process.env);

export const policy: OrderPolicy = {
  reservationMs: settings.orders.reservationMs ?? defaultPolicy.reservationMs,
  extensionMs: settings.orders.extensionMs ?? defaultPolicy.extensionMs,
  captureAt: settings.orders.captureAt ?? defaultPolicy.captureAt,
};

const secretsFile = process.env["DOORBUSTER_SECRETS_FILE"];

/** A file on a laptop, Secrets Manager on AWS. */
export const stageSecrets =
  secretsFile === undefined
    ? managedSecrets(
        secretsClient(),
        JSON.parse(process.env["DOORBUSTER_SECRET_ARNS"] ?? "{}") as Partial<Record<SecretName, string>>,
        systemClock,
      )
    : fileSecrets(secretsFile);

export const stageReadTokens = () => readTokens(() => stageSecrets.get("readTokenKey"));

export const stageOrders = (client: Parameters<typeof dynamoOrderStore>[0]) =>
  dynamoOrderStore(client, { orders: nameOf("Orders"), stock: nameOf("Stock") }, settings.slices.due);
