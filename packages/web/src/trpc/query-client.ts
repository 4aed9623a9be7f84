import { QueryClient } from "@tanstack/react-query";
import { readFailure } from "./errors.ts";

const retriesMax = 3;

/** How long to wait before asking again, in ms: what the API says if it says so, else 0.5 s, doubled each time. */
export function retryDelayMs(failures: number, error: unknown): number {
  const failure = readFailure(error);
  const seconds = failure.kind === "app" ? failure.details["retryAfterSeconds"] : undefined;
  return typeof seconds === "number" ? seconds * 1_000 : 500 * 2 ** failures;
}

/** A refusal stays a refusal; only "too many", "cannot now" and silence are worth asking again. */
function isTransient(error: unknown): boolean {
  const failure = readFailure(error);
  return failure.kind === "network" || failure.code === "RATE_LIMITED" || failure.code === "INTERNAL";
}

/** Queries retry what is transient; mutations never retry by themselves, because only their caller knows if it is safe. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 1_000,
        retry: (failures, error) => failures < retriesMax && isTransient(error),
        retryDelay: retryDelayMs,
      },
      mutations: { retry: false },
    },
  });
}
