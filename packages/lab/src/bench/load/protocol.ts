/** What passes between the bench and its load generator, which runs in a process of its own. Times are milliseconds. */
export interface CheckoutTarget {
  readonly kind: "checkout";
  /** The API's address, without a path. */
  readonly api: string;
  readonly skus: readonly string[];
  /** Tells this run's customers and keys from every other's. */
  readonly run: string;
}

/** A query without input at `url`. */
export interface QueryTarget {
  readonly kind: "query";
  readonly url: string;
}

/** The two transactions of an order, straight to the store that `env` describes. */
export interface StoreTarget {
  readonly kind: "store";
  readonly env: Readonly<Record<string, string>>;
  readonly skus: readonly string[];
  readonly run: string;
}

export type Target = CheckoutTarget | QueryTarget | StoreTarget;

export type LoadOrder =
  | {
      readonly loop: "closed";
      readonly target: Target;
      readonly concurrency: number;
      readonly forMs: number;
    }
  | {
      readonly loop: "open";
      readonly target: Target;
      readonly perSecond: number;
      readonly forMs: number;
      /** When a request counts as one that hangs. */
      readonly patienceMs: number;
    };

/** How one request ended. */
export interface Answer {
  /** `confirmed`, another status of an order, an error's `appCode`, `ok`; or how there was none: `broken`, `hung`. */
  readonly kind: string;
  /** Whether a refusal for want of room says when to come back. */
  readonly timed?: boolean;
  readonly orderId?: string;
}

/** Every request of a load, in the order of its answers. */
export interface LoadReport {
  /** By a clock that all loads of one generator share. */
  readonly startedAtMs: number;
  readonly elapsedMs: number;
  readonly answers: readonly (Answer & { readonly sentAtMs: number; readonly tookMs: number })[];
}

export type LoadReply = { readonly report: LoadReport } | { readonly failed: string };
