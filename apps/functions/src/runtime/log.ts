import { Logger } from "@aws-lambda-powertools/logger";
import type { Log } from "@doorbuster/core/ports";

/**
 * Structured logs. Only named fields are written, never whole requests, events or rows: what is not named cannot leak.
 */
export function functionLog(serviceName: string): Log {
  const logger = new Logger({ serviceName });
  return {
    info: (message, fields = {}) => logger.info(message, fields),
    warn: (message, fields = {}) => logger.warn(message, fields),
    error: (message, fields = {}) => logger.error(message, fields),
  };
}
