import type { IncomingHttpHeaders } from "node:http";

import type { Context } from "aws-lambda";

import { headers } from "./wire.ts";

type LocalContext = Omit<Context, "done" | "fail" | "succeed">;

/** The context object of one invocation. Its constants are the variables that Lambda sets for every function. */
export function makeContext(request: IncomingHttpHeaders, env: NodeJS.ProcessEnv): LocalContext {
  const deadlineMs = Number(request[headers.deadlineMs]);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: env["AWS_LAMBDA_FUNCTION_NAME"] ?? "",
    functionVersion: env["AWS_LAMBDA_FUNCTION_VERSION"] ?? "",
    memoryLimitInMB: env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] ?? "",
    logGroupName: env["AWS_LAMBDA_LOG_GROUP_NAME"] ?? "",
    logStreamName: env["AWS_LAMBDA_LOG_STREAM_NAME"] ?? "",
    invokedFunctionArn: String(request[headers.functionArn]),
    awsRequestId: String(request[headers.requestId]),
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}
