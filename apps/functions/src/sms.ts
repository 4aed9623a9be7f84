import { smsClient } from "@doorbuster/adapters/aws/clients";
import { snsSmsChannel } from "@doorbuster/adapters/notification/snsSmsChannel";
import { smsOutlet } from "@doorbuster/core/notification/outlets";
import { notifier } from "./runtime/notifier.ts";
import { settings } from "./runtime/stage.ts";

const { smsSenderId: senderId, smsMaxPriceUsd: maxPriceUsd } = settings.notifications;

/** Tells customers by text message, if they want it, each of each event once. */
export const handler = notifier(
  smsOutlet(snsSmsChannel(smsClient(), { senderId, maxPriceUsd })),
  "SmsDeadLetters",
);
