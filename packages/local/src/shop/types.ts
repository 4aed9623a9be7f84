import type { OrderPolicy } from "@doorbuster/core/order/policy";

import type { LambdaProcess, SourceStatus } from "../lambda/index.ts";
import type { StoreFaults } from "../services/faults/store-faults.ts";
import type { Ports } from "./ports.ts";

/** What runs in a process of its own beside the functions. */
export type ServiceName =
  | "dynamodb"
  | "messaging"
  | "kinesis"
  | "sandbox"
  | "inbox"
  | "issuer"
  | "storefront"
  | "console";

/** What can be cut off by itself. SNS, SQS and S3 share the process `messaging` and still fail one at a time. */
export type EndpointName = "dynamodb" | "dynamodbStreams" | "sns" | "sqs" | "s3" | "kinesis" | "ses" | "sms";

export interface Crash {
  readonly name: string;
  readonly reason: string;
  /** The end of its log. */
  readonly lastLines: string;
}

export interface ShopOptions {
  /** Where stores, logs and secrets live; made when missing. */
  readonly dataDir: string;
  /** `"free"`: whatever the machine has, for tests and throwaway shops. */
  readonly ports: Ports | "free";
  /** DynamoDB in memory where the system can: several times faster, gone with the process. */
  readonly memory?: boolean;
  /** Builds and runs the two Next.js sites too. */
  readonly sites: boolean;
  /** Sites by `next dev`; functions are rebuilt and restarted when their sources change. */
  readonly dev?: boolean;
  /** Loads the demo drop on the first start. */
  readonly demo?: boolean;
  /** Puts a switch in front of every endpoint, so that `cutOff` and `restore` work. */
  readonly switches?: boolean;
  /** Puts a proxy in front of DynamoDB that can make it conflict, throttle and lose answers, so that `faults` works. */
  readonly faults?: boolean;
  /** What the shop decides about orders, such as how long a reservation holds; as by default where it says nothing. */
  readonly orders?: Partial<OrderPolicy>;
  /** How long after it happened something is audited, in milliseconds; as long as an order may stay open unless told. */
  readonly auditAfterMs?: number;
  /** Added to the environment of every function, last; what is undefined here is taken out of it. */
  readonly functionEnv?: Readonly<Record<string, string | undefined>>;
  /** Calls the start off: whatever was started is stopped, and `startShop` throws the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (step: ProgressEvent) => void;
  /** A process is gone that nobody stopped. The shop still has to be stopped. */
  readonly onCrash?: (crash: Crash) => void;
}

export type ProgressEvent =
  | { readonly kind: "begin"; readonly step: string }
  | {
      readonly kind: "end";
      readonly step: string;
      readonly elapsedMs: number;
      readonly note?: string;
      readonly failed?: boolean;
    };

/** Browser-facing addresses, without a trailing slash. The sites are missing in a shop without sites. */
export interface ShopUrls {
  readonly storefront?: string;
  readonly console?: string;
  readonly api: string;
  readonly inbox: string;
  readonly sandbox: string;
  readonly issuer: string;
}

/** AWS endpoints for the SDK, always on 127.0.0.1. */
export type Endpoints = Readonly<Record<EndpointName, string>>;

/** What another process sees of a running shop. */
export interface AttachedShop {
  readonly urls: ShopUrls;
  readonly endpoints: Endpoints;
  /** All an adapter in another process needs: endpoints, region, dummy keys, resource names, secrets file, settings. */
  readonly env: Readonly<Record<string, string>>;
  readonly secretsFile: string;
  readonly dataDir: string;
  /** Where every event source of every function stands. */
  sources(): Promise<readonly SourceStatus[]>;
  /**
   * Resolves once every reader is at its tip and every queue (dead letters aside) is empty. Throws an Error that names
   * what is still busy after `timeoutMs` (120,000 unless told).
   */
  quiet(options?: QuietOptions): Promise<void>;
}

export interface QuietOptions {
  readonly timeoutMs?: number;
  /** Asked first in each round: whether what feeds the readers has come to rest, for example that no order is open. */
  readonly until?: () => Promise<boolean>;
}

/** One embedded service: stopped and started one by one, always on its first port. */
export interface ServiceHandle {
  readonly name: ServiceName;
  readonly port: number;
  readonly logFile: string;
  pid(): number | undefined;
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export interface Switchable {
  /** Refuses every connection to that endpoint, the open ones too, until `restore`. Needs `switches: true`. */
  cutOff(endpoint: EndpointName): Promise<void>;
  restore(endpoint: EndpointName): Promise<void>;
}

/** The embedded AWS alone. */
export interface RunningStores extends Switchable {
  readonly endpoints: Endpoints;
  /** What an adapter needs to find it. */
  readonly env: Readonly<Record<string, string>>;
  readonly services: ReadonlyMap<ServiceName, ServiceHandle>;
  /** What goes wrong at DynamoDB. Needs `faults: true`. */
  readonly faults: StoreFaults;
  stop(): Promise<void>;
}

export interface RunningShop extends AttachedShop, Switchable {
  readonly services: ReadonlyMap<ServiceName, ServiceHandle>;
  /** What goes wrong at DynamoDB. Needs `faults: true`. */
  readonly faults: StoreFaults;
  /** The processes of the functions, by name; replaced when `dev` rebuilds one. */
  readonly functions: ReadonlyMap<string, LambdaProcess>;
  /** Runs a scheduled function now, besides its schedule. */
  trigger(functionName: string): Promise<void>;
  /** Stops everything that was started, in the reverse order. Safe to call twice; `await using` calls it too. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
