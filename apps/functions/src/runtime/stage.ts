import { fileSecrets } from "@doorbuster/adapters/access/secrets";
import { nameOf } from "@doorbuster/adapters/aws/resources";
import { dynamoOrderStore } from "@doorbuster/adapters/dynamo/orderStore";
import { readSettings } from "@doorbuster/adapters/settings";
import { readTokens } from "@doorbuster/core/access/readToken";

/** What functions of one stage have in common. A bundle keeps only what its function imports. */

export const settings = readSettings(process.env);

export const stageSecrets = fileSecrets(process.env["DOORBUSTER_SECRETS_FILE"] ?? "");

export const stageReadTokens = () => readTokens(async () => (await stageSecrets()).readTokenKey);

export const stageOrders = (client: Parameters<typeof dynamoOrderStore>[0]) =>
  dynamoOrderStore(client, { orders: nameOf("Orders"), stock: nameOf("Stock") });
