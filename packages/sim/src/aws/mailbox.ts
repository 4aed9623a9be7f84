import type { SendEmailCommandInput } from "@aws-sdk/client-sesv2";
import type { Mishaps, Process } from "../lambda/process.ts";
import type { Service } from "./call.ts";

/** A mail that SES accepted. */
export interface Mail {
  readonly to: string;
  readonly orderId: string;
  /** What it tells of: a type of timeline entry. */
  readonly type: string;
  /** What befell the sender, and how much of it before the mail was accepted. */
  readonly mishaps: Mishaps;
  readonly faultsBefore: number;
}

/** SES, which delivers whatever it accepts. */
export class Mailbox {
  readonly mails: Mail[] = [];

  /** The mailbox as one process sees it. */
  serviceFor(process: Process): Service {
    return {
      execute: (commandName, input) => {
        if (commandName !== "SendEmailCommand") throw new Error(`the mailbox knows no ${commandName}`);
        const { Destination, EmailTags = [] } = input as SendEmailCommandInput;
        const tag = (name: string) => EmailTags.find(({ Name }) => Name === name)?.Value ?? "";
        this.mails.push({
          to: Destination?.ToAddresses?.[0] ?? "",
          orderId: tag("orderId"),
          type: tag("type"),
          mishaps: process.mishaps,
          faultsBefore: process.mishaps.faults,
        });
        return { MessageId: `mail-${this.mails.length}` };
      },
    };
  }
}
