import type { PublishBatchCommandInput, PublishBatchRequestEntry } from "@aws-sdk/client-sns";
import { topics, type QueueName, type TopicName } from "@doorbuster/adapters/definitions/messaging";
import type { Faults } from "../faults/faults.ts";
import type { Service } from "./call.ts";

/** An SNS topic: hands each message to the queues whose filter lets it pass, and keeps count of what it accepted. */
export class Topic implements Service {
  /** The messages it accepted, as often as it did. */
  readonly accepted: string[] = [];
  readonly #name: TopicName;
  readonly #faults: Faults;
  readonly #deliver: (queue: QueueName, body: string) => void;

  constructor(name: TopicName, faults: Faults, deliver: (queue: QueueName, body: string) => void) {
    this.#name = name;
    this.#faults = faults;
    this.#deliver = deliver;
  }

  execute(commandName: string, input: object): unknown {
    if (commandName !== "PublishBatchCommand") throw new Error(`the topic knows no ${commandName}`);
    const entries = (input as PublishBatchCommandInput).PublishBatchRequestEntries ?? [];
    const refused = entries.filter(() => this.#faults.strikes("partialBatch"));
    for (const entry of entries) if (!refused.includes(entry)) this.#accept(entry);
    return { Failed: refused.map(({ Id }) => ({ Id, Code: "InternalError", SenderFault: false })) };
  }

  #accept({ Message = "", MessageAttributes = {} }: PublishBatchRequestEntry): void {
    this.accepted.push(Message);
    for (const { queue, filter } of topics[this.#name].subscriptions) {
      const passes = Object.entries(filter).every(([name, values]: [string, readonly string[]]) =>
        values.includes(MessageAttributes[name]?.StringValue ?? ""),
      );
      if (passes) this.#deliver(queue, Message);
    }
  }
}
