import {
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { AppError } from "@doorbuster/core/errors";
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
/** How long it is remembered that a guest was forgotten: far longer than whoever read the order before can take. */
const forgottenKeepMs = 24 * 60 * 60_000;
/** The newest stay: nobody carries more browsers, and each is a message of ours to a server of somebody else's. */
const subscriptionsMax = 10;

const prefix = "push#";
const isGuests = (customer: string) => customer.startsWith("order:");

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
    const isGuest = isGuests(customer);
    const command = new UpdateItemCommand({
      TableName: table,
      Key: toItem({ customer }),
      UpdateExpression: `SET #attribute = :value${isGuest ? ", expiresAt = :expiresAt" : ""}`,
      ConditionExpression: "attribute_not_exists(forgotten)",
      ExpressionAttributeNames: { "#attribute": attribute },
      ExpressionAttributeValues: toItem({ ":value": value, ...(isGuest && { ":expiresAt": expiresAt }) }),
      ReturnValues: "ALL_NEW",
    });
    const { Attributes = {} } = await client.send(command).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
      throw new AppError("NOT_FOUND", "There is no such order any more.");
    });
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
        if (!isRefusal(error)) throw error;
      });
    },

    /*
     * Of a guest it is remembered for a while that they were forgotten:
     *
     *   this                          a rival, with the guest's link
     *                                 reads the order: it is still theirs
     *   the order is erased
     *   forgets the wishes
     *                                 writes new ones, telephone and all → refused
     *
     * An account may wish anew at any time, with or without orders.
     */
    async forget(customer) {
      const expiresAt = Math.ceil((clock.now() + forgottenKeepMs) / 1000);
      const forgotten = { customer, forgotten: true, expiresAt };
      if (isGuests(customer))
        await client.send(new PutItemCommand({ TableName: table, Item: toItem(forgotten) }));
      else await client.send(new DeleteItemCommand({ TableName: table, Key: toItem({ customer }) }));
    },
  };
}

const isRefusal = (error: unknown) =>
  error instanceof Error && error.name === "ConditionalCheckFailedException";

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
