import { randomUUID } from "node:crypto";
import type { SQSEvent } from "aws-lambda";
import { dynamoClient, sesClient } from "@doorbuster/adapters/aws/clients";
import { nameOf } from "@doorbuster/adapters/aws/resources";
import { dynamoClaimStore } from "@doorbuster/adapters/dynamo/claimStore";
import { sesChannel } from "@doorbuster/adapters/notification/sesChannel";
import { systemClock } from "@doorbuster/adapters/system";
import { confirmationEmail } from "@doorbuster/core/notification/confirmationEmail";
import { claimOf, deliverOnce } from "@doorbuster/core/notification/deliver";
import type { BatchResponse } from "./runtime/batch.ts";
import { functionLog } from "./runtime/log.ts";
import { eachMessage } from "./runtime/queue.ts";
import { settings, stageReadTokens } from "./runtime/stage.ts";

const log = functionLog("email");
const tokens = stageReadTokens();
const claims = dynamoClaimStore(dynamoClient(), nameOf("Notifications"), randomUUID);
const channel = sesChannel(sesClient(), settings.senderEmail);

/** Confirms orders by e-mail, each to each person once. */
export const handler = (event: SQSEvent): Promise<BatchResponse> =>
  eachMessage(event, log, async (entry) => {
    const orderUrl = `${settings.storefrontUrl}/orders/${entry.orderId}#t=${await tokens.issue(entry.orderId)}`;
    const message = confirmationEmail(entry, orderUrl);
    await deliverOnce({ claims, clock: systemClock }, await claimOf(entry.id, channel.name, message.to), () =>
      channel.send(message),
    );
  });
