import { randomBytes } from "node:crypto";
import { dirname } from "node:path";

import { defaultRegion } from "../arns.ts";
import type { FunctionOptions } from "./process.ts";
import { defaultConcurrency } from "./quotas.ts";

/** The variables that Lambda sets for every function (developer guide, "Defined runtime environment variables"). */
export function reservedVariables(options: FunctionOptions): Record<string, string> {
  const region = options.region ?? defaultRegion;
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
  return {
    _HANDLER: "index.handler",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: options.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(options.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${options.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `${day}/[$LATEST]${randomBytes(16).toString("hex")}`,
    // Says that one process takes several invocations, so that Powertools keeps their state apart.
    AWS_LAMBDA_MAX_CONCURRENCY: String(options.reservedConcurrency ?? defaultConcurrency),
    LAMBDA_TASK_ROOT: dirname(options.bundle),
    TZ: "UTC",
  };
}
