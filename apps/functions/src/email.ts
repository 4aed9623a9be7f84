import { dynamoClient, sesClient } from "@doorbuster/adapters/aws/clients";
import { nameOf } from "@doorbuster/adapters/aws/resources";
import { dynamoPeople } from "@doorbuster/adapters/dynamo/people";
import { sesChannel } from "@doorbuster/adapters/notification/sesChannel";
import { emailOutlet } from "@doorbuster/core/notification/outlets";
import { notifier } from "./runtime/notifier.ts";
import { settings } from "./runtime/stage.ts";

const channel = sesChannel(sesClient(), settings.senderEmail);

/** Tells customers by e-mail, each of each event once. */
export const handler = notifier(
  emailOutlet(channel, dynamoPeople(dynamoClient(), nameOf("Orders"))),
  "EmailDeadLetters",
);
