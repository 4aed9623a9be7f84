import { initTRPC } from "@trpc/server";
import { demand, type Permission } from "@doorbuster/core/access/permissions";
import type { Caller } from "@doorbuster/core/access/caller";
import { AppError } from "@doorbuster/core/errors";
import { describe, toTrpcError } from "./errors.ts";

/** What every request brings along, whichever router it is for. */
export interface RequestContext {
  readonly caller: Caller;
  /** X-Ray's root id of this request; it follows the order through every hop. */
  readonly traceId: string;
  /** From the header `x-read-token`: reads one order without a token in the address. */
  readonly readToken?: string | undefined;
}

/** Heartbeats keep proxies from closing a quiet stream; a subscription ends itself and is resumed by the client. */
export const streaming = { heartbeatMs: 15_000, maxDurationMs: 60_000 } as const;

/**
 * A tRPC builder for one router's dependencies: plain JSON, our error shape, and our errors under their HTTP status.
 */
export function apiBuilder<Deps extends object>() {
  const t = initTRPC.context<RequestContext & Deps>().create({
    errorFormatter({ shape, error }) {
      const { message, ...data } = describe(error);
      const { code, httpStatus, path } = shape.data;
      return { ...shape, message, data: { code, httpStatus, path, ...data } };
    },
    sse: {
      ping: { enabled: true, intervalMs: streaming.heartbeatMs },
      maxDurationMs: streaming.maxDurationMs,
      client: { reconnectAfterInactivityMs: streaming.heartbeatMs + 5_000 },
    },
  });

  const procedure = t.procedure.use(async ({ next }) => {
    const result = await next();
    if (!result.ok && result.error.cause instanceof AppError) throw toTrpcError(result.error.cause);
    return result;
  });

  /** A console procedure: the role is demanded before the input is even looked at. */
  const staffProcedure = (permission: Permission) =>
    procedure.use(async ({ ctx, next }) => {
      demand(ctx.caller, permission);
      return next();
    });

  return { router: t.router, procedure, staffProcedure };
}
