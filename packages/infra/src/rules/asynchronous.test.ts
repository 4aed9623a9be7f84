import { finds, inProduction, withoutInProduction } from "../testing/break.ts";
import { set } from "../testing/graphs.ts";
import { asynchronous } from "./asynchronous.ts";

finds(asynchronous, {
  "a reader without failure target": () =>
    inProduction("source", "AnnounceSource", set("destinationConfig", undefined)),
  "a reader whom one bad record stops": () =>
    inProduction("source", "LiveSource", set("bisectBatchOnFunctionError", false)),
  "a reader with AWS's own retries": () =>
    inProduction("source", "LakeSource", set("maximumRetryAttempts", undefined)),
  "a reader that repeats what succeeded": () =>
    inProduction("source", "PublishSource", set("functionResponseTypes", [])),
  "a reader that begins with what comes next": () =>
    inProduction("source", "LiveSource", set("startingPosition", "LATEST")),
  "a queue without dead letters": () =>
    inProduction("queue", "EmailQueueQueue", set("redrivePolicy", undefined)),
  "a queue that delivers slow batches twice": () =>
    inProduction("queue", "EmailQueueQueue", set("visibilityTimeoutSeconds", 20)),
  "a subscription that loses what the queue will not take": () =>
    inProduction("subscription", "OrderTopicToEmailQueue", set("redrivePolicy", undefined)),
  "a clock that forgets": () =>
    inProduction("schedule", "SweepSchedule", set("target.deadLetterConfig", undefined)),
  "a clock with AWS's own retries": () =>
    inProduction("schedule", "SweepSchedule", set("target.retryPolicy", undefined)),
  "a call of the clock that fails unseen": () => withoutInProduction("asyncConfig", "SweepAsync"),
});
