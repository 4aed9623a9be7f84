import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";

const silent = () => undefined;

/**
 * A logger without `info`. Before it calls that, the SDK copies every request and answer to blank out what is sensitive,
 * also for its default logger, which then drops the copies: a good twentieth of a busy process's time. What there is no
 * method for is not prepared.
 */
export const sdkLogger: NonNullable<DynamoDBClientConfig["logger"]> = {
  debug: silent,
  warn: silent,
  error: silent,
  info: undefined as never,
};
