import { ConditionalCheckFailedException, DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { UpdateItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { ClaimStore } from "@doorbuster/core/notification/deliver";
import { fromItem, toItem } from "./items.ts";

/**
 * Long enough that no queue still holds the message: SQS keeps one for at most 14 days. What is older is not announced again
 * either, see `republish`.
 */
export const claimsKeptDays = 30;
const keepMs = claimsKeptDays * 24 * 60 * 60_000;

/** Notification claims on DynamoDB. `newLease` makes an id that nobody else makes. */
export function dynamoClaimStore(client: DynamoDBClient, table: string, newLease: () => string): ClaimStore {
  const stateName = { "#state": "state" };
  return {
    async take(claim, now, leaseMs) {
      const lease = newLease();
      const row = {
        claim,
        lease,
        state: "leased",
        leaseUntil: now + leaseMs,
        expiresAt: Math.ceil((now + keepMs) / 1000),
      };
      try {
        const { Attributes } = await client.send(
          new PutItemCommand({
            TableName: table,
            Item: toItem(row),
            ConditionExpression: "attribute_not_exists(claim) OR (#state = :leased AND leaseUntil < :now)",
            ExpressionAttributeNames: stateName,
            ExpressionAttributeValues: toItem({ ":leased": "leased", ":now": now }),
            ReturnValues: "ALL_OLD",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return { kind: "taken", lease, again: Attributes !== undefined };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const found = error.Item && fromItem(error.Item);
        // Our own put, whose answer got lost: the SDK has sent it again.
        if (found?.["lease"] === lease) return { kind: "taken", lease, again: false };
        return { kind: found?.["state"] === "sent" ? "sent" : "held" };
      }
    },

    async markSent(claim, lease, now) {
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: toItem({ claim }),
            UpdateExpression: "SET #state = :sent, sentAt = :now",
            // Also where it is marked already: then our own mark's answer got lost.
            ConditionExpression: "lease = :lease",
            ExpressionAttributeNames: stateName,
            ExpressionAttributeValues: toItem({ ":lease": lease, ":sent": "sent", ":now": now }),
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },

    async release(claim, lease) {
      await client.send(
        new DeleteItemCommand({
          TableName: table,
          Key: toItem({ claim }),
          ConditionExpression: "lease = :lease AND #state = :leased",
          ExpressionAttributeNames: stateName,
          ExpressionAttributeValues: toItem({ ":lease": lease, ":leased": "leased" }),
        }),
      );
    },

    async forget(claim) {
      await client.send(new DeleteItemCommand({ TableName: table, Key: toItem({ claim }) }));
    },
  };
}
