import type { PutRecordsCommandInput } from "@aws-sdk/client-kinesis";
import type { Simulation } from "../simulation.ts";
import type { Service } from "./call.ts";

/** A record as it lies in a shard. */
export interface StreamedRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly data: Buffer;
  /** Milliseconds since the epoch. */
  readonly arrivedAt: number;
}

/** A Kinesis stream: each shard takes an equal range of hash keys, and keeps records in the order in which they were put. */
export class EventStream implements Service {
  readonly shards: readonly StreamedRecord[][];
  readonly #simulation: Simulation;
  readonly #onRecords: () => void;
  #sequence = 0;

  constructor(simulation: Simulation, shards: number, onRecords: () => void) {
    this.shards = Array.from({ length: shards }, () => []);
    this.#simulation = simulation;
    this.#onRecords = onRecords;
  }

  execute(commandName: string, input: object): unknown {
    if (commandName !== "PutRecordsCommand") throw new Error(`the stream knows no ${commandName}`);
    const { Records: given = [] } = input as PutRecordsCommandInput;
    const Records = given.map(({ Data, ExplicitHashKey = "0" }) => {
      if (this.#simulation.faults.strikes("partialBatch")) {
        return { ErrorCode: "ProvisionedThroughputExceededException", ErrorMessage: "Rate exceeded" };
      }
      const number = Number((BigInt(ExplicitHashKey) * BigInt(this.shards.length)) >> 128n);
      const shardId = `shardId-${String(number).padStart(12, "0")}`;
      const sequenceNumber = String(++this.#sequence).padStart(12, "0");
      const arrivedAt = this.#simulation.scheduler.now;
      this.shards[number]?.push({ shardId, sequenceNumber, data: Buffer.from(Data ?? []), arrivedAt });
      return { SequenceNumber: sequenceNumber, ShardId: shardId };
    });
    this.#onRecords();
    return { FailedRecordCount: Records.filter((record) => "ErrorCode" in record).length, Records };
  }
}
