import { DeleteItemCommand, UpdateItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { base32, digest } from "@doorbuster/core/ids";
import type { PushSubscription } from "@doorbuster/core/notification/message";
import {
  defaultPreferences,
  preferencesSchema,
  type PreferenceStore,
  type Profile,
} from "@doorbuster/core/notification/preferences";
import type { Clock } from "@doorbuster/core/ports";
import { batchGet } from "./batchGet.ts";
import { coalesced } from "./coalesce.ts";
import { fromItem, toItem } from "./items.ts";

/** How long a guest's wishes outlive their last change: longer than an order is on its way and may be sent back. */
const guestKeepMs = 180 * 24 * 60 * 60_000;
/** The newest stay: nobody carries more browsers, and each is a message of ours to a server of somebody else's. */
const subscriptionsMax = 10;

const prefix = "push#";

/**
 * Profiles on DynamoDB, an item each. Every browser is an attribute of its own, so that two that subscribe at once touch
 * different attributes, and neither has to read what it would overwrite.
 */
export function dynamoPreferenceStore(client: DynamoDBClient, table: string, clock: Clock): PreferenceStore {
  const get = coalesced(async (customers) => {
    const rows = await batchGet(
      client,
      table,
      customers.map((customer) => ({ customer })),
    );
    return new Map(rows.map((row) => [String(row["customer"]), profileOf(row)]));
  });

  /** Sets one attribute, and answers the whole item as it then is. */
  async function write(customer: string, attribute: string, value: object): Promise<Record<string, unknown>> {
    const expiresAt = Math.ceil((clock.now() + guestKeepMs) / 1000);
    const isGuest = customer.startsWith("order:");
    const { Attributes = {} } = await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: toItem({ customer }),
        UpdateExpression: `SET #attribute = :value${isGuest ? ", expiresAt = :expiresAt" : ""}`,
        ExpressionAttributeNames: { "#attribute": attribute },
        ExpressionAttributeValues: toItem({ ":value": value, ...(isGuest && { ":expiresAt": expiresAt }) }),
        ReturnValues: "ALL_NEW",
      }),
    );
    return fromItem(Attributes);
  }

  async function remove(customer: string, attributes: readonly string[]): Promise<void> {
    const names = attributes.map((attribute, i) => [`#a${i}`, attribute] as const);
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: toItem({ customer }),
        UpdateExpression: `REMOVE ${names.map(([name]) => name).join(", ")}`,
        ConditionExpression: "attribute_exists(customer)",
        ExpressionAttributeNames: Object.fromEntries(names),
      }),
    );
  }

  return {
    get,

    async set(customer, preferences) {
      await write(customer, "preferences", preferences);
    },

    async subscribe(customer, subscription) {
      const since = clock.now();
      const { endpoint, keys } = subscription;
      const row = await write(customer, await attributeOf(endpoint), { endpoint, keys, since });
      const surplus = storedIn(row).slice(subscriptionsMax);
      if (surplus.length > 0)
        await remove(
          customer,
          surplus.map(([attribute]) => attribute),
        );
    },

    async unsubscribe(customer, endpoint) {
      await remove(customer, [await attributeOf(endpoint)]).catch((error: unknown) => {
        // Nothing there to remove it from: that is what was wanted.
        if (!(error instanceof Error && error.name === "ConditionalCheckFailedException")) throw error;
      });
    },

    async forget(customer) {
      await client.send(new DeleteItemCommand({ TableName: table, Key: toItem({ customer }) }));
    },
  };
}

const attributeOf = async (endpoint: string): Promise<string> =>
  prefix + base32(await digest("push", endpoint), 16);

type Stored = PushSubscription & { readonly since: number };

/** The browsers of a row with the names of their attributes, the newest first. */
function storedIn(row: Readonly<Record<string, unknown>>): (readonly [string, Stored])[] {
  return Object.entries(row)
    .filter(([attribute]) => attribute.startsWith(prefix))
    .map(([attribute, value]) => [attribute, value as Stored] as const)
    .sort(([, a], [, b]) => b.since - a.since);
}

function profileOf(row: Readonly<Record<string, unknown>>): Profile {
  const { preferences = defaultPreferences } = row;
  return {
    preferences: preferencesSchema.parse(preferences),
    subscriptions: storedIn(row).map(([, { endpoint, keys }]) => ({ endpoint, keys })),
  };
}
