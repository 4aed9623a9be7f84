/** What the business needs from outside, beyond the stores and the provider that stand beside their nouns. */

export interface Clock {
  /** Milliseconds since the Unix epoch, UTC. */
  now(): number;
  /** Resolves after `ms`. Used to poll and to back off, never to win a race. */
  sleep(ms: number): Promise<void>;
}

/** A number in [0, 1). Used for spreading load, never for secrets. */
export type Random = () => number;

export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
