import { SendEmailCommand, type SESv2Client } from "@aws-sdk/client-sesv2";
import type { Channel, EmailMessage } from "@doorbuster/core/notification/message";
import { orRefused } from "./refusal.ts";

/** E-mail through SES. */
export function sesChannel(client: SESv2Client, senderEmail: string): Channel<EmailMessage> {
  return {
    name: "email",
    async send({ to, subject, text, html, tags }) {
      const command = new SendEmailCommand({
        FromEmailAddress: senderEmail,
        Destination: { ToAddresses: [to] },
        Content: {
          Simple: {
            Subject: { Data: subject, Charset: "UTF-8" },
            Body: { Text: { Data: text, Charset: "UTF-8" }, Html: { Data: html, Charset: "UTF-8" } },
          },
        },
        // SES allows letters, digits, dashes and underscores in a tag's value (SES API reference, MessageTag).
        EmailTags: Object.entries(tags).map(([Name, value]) => ({
          Name,
          Value: value.replace(/[^\w-]/g, "_"),
        })),
      });
      await orRefused(() => client.send(command));
    },
  };
}
