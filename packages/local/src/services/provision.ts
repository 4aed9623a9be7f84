import type { Clients } from "./clients.ts";
import { provisionBuckets } from "./provision/buckets.ts";
import { provisionQueues } from "./provision/queues.ts";
import { provisionStreams } from "./provision/streams.ts";
import { provisionTables } from "./provision/tables.ts";
import { provisionTopics } from "./provision/topics.ts";

/** Makes whatever of the definitions the embedded services do not hold yet. A second call changes nothing. */
export async function provision(clients: Clients): Promise<void> {
  const messaging = async () => {
    await provisionQueues(clients.sqs); // a topic subscribes queues, so they come first
    await provisionTopics(clients.sns);
  };
  await Promise.all([
    provisionTables(clients.dynamodb),
    messaging(),
    provisionStreams(clients.kinesis),
    provisionBuckets(clients.s3),
  ]);
}
