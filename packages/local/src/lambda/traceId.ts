import { randomBytes } from "node:crypto";

/** An X-Ray trace header with a new root: `Root=1-<8 hex: Unix seconds>-<24 hex>` (X-Ray developer guide, "Tracing header"). */
export function makeTraceId(nowMs: number = Date.now()): string {
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, "0");
  return `Root=1-${seconds}-${randomBytes(12).toString("hex")}`;
}

const root = /(?:^|;)\s*Root=1-[0-9a-f]{8}-[0-9a-f]{24}(?:;|$)/;

/** The caller's trace header if it names a root, else a new one: what API Gateway does with `X-Amzn-Trace-Id`. */
export function continueTrace(header: string | undefined, nowMs: number = Date.now()): string {
  return header !== undefined && root.test(header) ? header : makeTraceId(nowMs);
}

/** The part of a trace header that names the trace: `1-<8 hex>-<24 hex>`. */
export function traceRoot(header: string): string | undefined {
  return /Root=(1-[0-9a-f]{8}-[0-9a-f]{24})/.exec(header)?.[1];
}
