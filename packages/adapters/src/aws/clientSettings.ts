import { NodeHttpHandler } from "@smithy/node-http-handler";
import { sdkLogger } from "./sdkLogger.ts";

/**
 * One connection pool per client. HTTP/1 throughout: the Kinesis client would otherwise ask for HTTP/2 in clear text,
 * which embedded services don't speak. The time-outs bound what one call may cost a customer who is waiting.
 */
const handler = () =>
  new NodeHttpHandler({
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    throwOnRequestTimeout: true, // or it only warns, and waits on
    httpAgent: { keepAlive: true, maxSockets: 64 },
    httpsAgent: { keepAlive: true, maxSockets: 64 },
  });

/*
 * Endpoints, region and credentials come from the environment, as every SDK reads it (`AWS_ENDPOINT_URL_DYNAMODB` …), so
 * the same code meets AWS, the embedded services or any other emulator. A bundle holds only the clients it imports.
 */
export const clientSettings = (maxAttempts: number) => ({
  requestHandler: handler(),
  logger: sdkLogger,
  maxAttempts,
  cacheMiddleware: true,
});
