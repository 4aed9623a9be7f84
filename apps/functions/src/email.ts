import { sesClient } from "@doorbuster/adapters/aws/clients";
import { sesChannel } from "@doorbuster/adapters/notification/sesChannel";
import { emailOutlet } from "@doorbuster/core/notification/outlets";
import { notifier } from "./runtime/notifier.ts";
import { settings } from "./runtime/stage.ts";

/** Tells customers by e-mail, each of each event once. */
export const handler = notifier(
  emailOutlet(sesChannel(sesClient(), settings.senderEmail)),
  "EmailDeadLetters",
);
