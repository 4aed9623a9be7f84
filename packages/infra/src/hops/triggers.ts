import { functions, type Trigger } from "@doorbuster/adapters/definitions/functions";

import { fannedOut } from "../grants.ts";
import { capital, keysOf } from "../keysOf.ts";
import type { Functions } from "./functions.ts";
import type { Stores } from "./stores.ts";

/** What feeds the functions: streams, queues and the clock, with the retry rules of the definitions. */
export function connectTriggers(deployed: Functions, stores: Stores): void {
  for (const name of keysOf(functions)) {
    const triggers: readonly Trigger[] = functions[name].triggers;
    for (const trigger of triggers) {
      const id = capital(name);
      if (trigger.kind === "schedule") schedule(id, trigger, deployed[name], stores);
      else if (trigger.kind !== "http") {
        new aws.lambda.EventSourceMapping(`${id}Source`, {
          functionName: deployed[name].targetArn,
          ...sourceOf(trigger, stores, name === fannedOut),
          batchSize: trigger.batchSize,
          maximumBatchingWindowInSeconds: trigger.maximumBatchingWindowSeconds,
          functionResponseTypes: ["ReportBatchItemFailures"],
        });
      }
    }
  }
}

type Fed = Exclude<Trigger, { kind: "http" } | { kind: "schedule" }>;

function sourceOf(
  trigger: Fed,
  stores: Stores,
  mayHavePipe: boolean,
): Partial<aws.lambda.EventSourceMappingArgs> {
  switch (trigger.kind) {
    case "queue":
      return {
        eventSourceArn: stores.queues[trigger.queue].arn,
        scalingConfig: { maximumConcurrency: trigger.maximumConcurrency },
      };
    case "table":
      return {
        eventSourceArn: stores.tables[trigger.table].nodes.table.streamArn,
        filterCriteria: { filters: [{ pattern: JSON.stringify(trigger.filter) }] },
        ...retries(trigger, stores),
      };
    case "stream": {
      const pipe = mayHavePipe ? stores.consumers[trigger.stream] : undefined;
      return { eventSourceArn: (pipe ?? stores.streams[trigger.stream]).arn, ...retries(trigger, stores) };
    }
  }
}

function retries(
  source: Extract<Fed, { onFailure: unknown }>,
  { queues }: Stores,
): Partial<aws.lambda.EventSourceMappingArgs> {
  return {
    startingPosition: source.startingPosition,
    bisectBatchOnFunctionError: source.bisectBatchOnFunctionError,
    maximumRetryAttempts: source.maximumRetryAttempts,
    maximumRecordAgeInSeconds: source.maximumRecordAgeSeconds,
    destinationConfig: { onFailure: { destinationArn: queues[source.onFailure].arn } },
  };
}

/** Every few minutes, by EventBridge Scheduler. It only hands the call over, so what fails after that is Lambda's to keep. */
function schedule(
  id: string,
  { everyMinutes }: Extract<Trigger, { kind: "schedule" }>,
  called: sst.aws.Function,
  { failures, keys }: Stores,
): void {
  const role = new aws.iam.Role(`${id}ScheduleRole`, {
    assumeRolePolicy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "scheduler.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": aws.getCallerIdentityOutput().accountId } },
        },
      ],
    }),
    inlinePolicies: [
      {
        name: "call",
        policy: $jsonStringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: [called.targetArn] },
            { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: [failures.arn] },
            {
              Effect: "Allow",
              Action: ["kms:GenerateDataKey", "kms:Decrypt"],
              Resource: [keys.messages.arn],
            },
          ],
        }),
      },
    ],
  });
  new aws.scheduler.Schedule(`${id}Schedule`, {
    scheduleExpression: `rate(${everyMinutes} minute${everyMinutes === 1 ? "" : "s"})`,
    flexibleTimeWindow: { mode: "OFF" },
    target: {
      arn: called.targetArn,
      roleArn: role.arn,
      retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: everyMinutes * 60 },
      deadLetterConfig: { arn: failures.arn },
    },
  });
  new aws.lambda.FunctionEventInvokeConfig(`${id}Async`, {
    functionName: called.name,
    qualifier: called.qualifier.apply((qualifier) => qualifier ?? "$LATEST"),
    maximumRetryAttempts: 0, // the next tick does the same
    maximumEventAgeInSeconds: Math.max(60, everyMinutes * 60),
    destinationConfig: { onFailure: { destination: failures.arn } },
  });
}
