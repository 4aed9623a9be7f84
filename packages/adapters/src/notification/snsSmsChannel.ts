import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { Channel, SmsMessage } from "@doorbuster/core/notification/message";
import { orRefused } from "./refusal.ts";

export interface SmsSettings {
  /** What telephones show as the sender where the country allows it: 1 to 11 letters and digits, one letter at least. */
  readonly senderId: string;
  /** The most that one message may cost, in US dollars: SNS does not send what would cost more. */
  readonly maxPriceUsd: number;
}

/** Text messages through SNS, straight to a telephone (SNS developer guide, "Publishing to a mobile phone"). */
export function snsSmsChannel(
  client: SNSClient,
  { senderId, maxPriceUsd }: SmsSettings,
): Channel<SmsMessage> {
  const text = (StringValue: string) => ({ DataType: "String", StringValue });
  const own = {
    "AWS.SNS.SMS.SenderID": text(senderId),
    "AWS.SNS.SMS.MaxPrice": { DataType: "Number", StringValue: maxPriceUsd.toFixed(2) },
    "AWS.SNS.SMS.SMSType": text("Transactional"),
  };
  return {
    name: "sms",
    async send({ to, text: Message, tags }) {
      const named = Object.entries(tags).map(([name, value]) => [name, text(value)] as const);
      const MessageAttributes = { ...own, ...Object.fromEntries(named) };
      await orRefused(() => client.send(new PublishCommand({ PhoneNumber: to, Message, MessageAttributes })));
    },
  };
}
