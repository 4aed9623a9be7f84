import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { sdkLogger } from "@doorbuster/adapters/aws/sdkLogger";
import { NodeHttpHandler } from "@smithy/node-http-handler";

import type { Endpoints } from "../shop/types.ts";
import { region } from "./resources.ts";

export interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly dynamodbStreams: DynamoDBStreamsClient;
  readonly kinesis: KinesisClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  destroy(): void;
}

/** The embedded services take any key pair, but the SDK wants one. */
export const dummyCredentials = { accessKeyId: "local", secretAccessKey: "local" } as const;

/** SDK clients for the embedded services, for the supervisor's own use. */
export function openClients(endpoints: Endpoints): Clients {
  const common = { region, credentials: dummyCredentials, logger: sdkLogger, cacheMiddleware: true };
  const clients = {
    dynamodb: new DynamoDBClient({ ...common, endpoint: endpoints.dynamodb }),
    dynamodbStreams: new DynamoDBStreamsClient({ ...common, endpoint: endpoints.dynamodbStreams }),
    // Kinesis's client speaks cleartext HTTP/2 unless told otherwise, and the embedded one does not.
    kinesis: new KinesisClient({
      ...common,
      endpoint: endpoints.kinesis,
      requestHandler: new NodeHttpHandler(),
    }),
    sns: new SNSClient({ ...common, endpoint: endpoints.sns }),
    sqs: new SQSClient({ ...common, endpoint: endpoints.sqs }),
    s3: new S3Client({ ...common, endpoint: endpoints.s3 }),
  };
  return {
    ...clients,
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
