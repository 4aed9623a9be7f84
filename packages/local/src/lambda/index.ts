/**
 * Lambda, API Gateway (REST) and event source mappings for a laptop: the parts of AWS that no library embeds well.
 *
 *     request ─► gateway/ ─► process/ ─► the built function, in a process of its own
 *     table stream, Kinesis, SQS, schedule ─► sources/ ─► process/ ─► …
 *
 * What functions see is held to AWS's documented events (`samples/`). Where this differs from AWS, on purpose:
 *
 * - One process takes many invocations of a function at once; AWS starts an environment for each. So there is a bounded
 *   line in front of it, and what nobody waits for gives way to what somebody waits for.
 * - Readers poll faster and back off for seconds, not minutes, so that a laptop shows at once what happens.
 * - Loading a bundle may take as long as it takes; AWS gives it 10 seconds.
 * - A scheduled run that fails waits for the next; Lambda would repeat it twice.
 * - A batch refused for want of concurrency is treated as one that failed; Lambda would not split it.
 * - An unknown path is a 404; API Gateway says 403.
 */
export { startFunction } from "./process/process.ts";
export type { FunctionOptions, InvokeOptions, LambdaProcess, StreamedResponse } from "./process/process.ts";
export { FunctionError } from "./process/functionError.ts";
export { startGateway } from "./gateway/gateway.ts";
export type { Gateway, GatewayOptions } from "./gateway/gateway.ts";
export type { TrustedIssuer } from "./gateway/authorizer.ts";
export type { ThrottleLimits } from "./gateway/throttle.ts";
export { startEventSources } from "./sources/eventSources.ts";
export type { EventSources, EventSourcesOptions } from "./sources/eventSources.ts";
export type { SourceStatus } from "./sources/status.ts";
export { makePrecedence } from "./precedence.ts";
export type { Precedence } from "./precedence.ts";
export { systemClock } from "./sources/clock.ts";
export { openCheckpoints } from "./sources/checkpoints.ts";
export type { Checkpoints } from "./sources/checkpoints.ts";
export type { Log, LogEntry } from "./log.ts";
