/**
 * How both editions bundle a function, by esbuild: what the laptop runs is what is deployed. SST's builder knows these options
 * of esbuild's and silently passes over most others, so a test holds its bundles against the laptop's.
 */
export const bundling = {
  minify: true,
  sourcemap: true,
  /** Their names are in the source map; kept at run time, they would be a twentieth of every bundle. */
  keepNames: false,
  mainFields: ["module", "main"],
} as const;

/**
 * Modules in the place of others: parts of the SDK that no function of ours ever reaches, together a quarter of some
 * bundles. They cannot be left out instead: beside a bundle there is nothing to import from.
 */
export const bundlingAliases = {
  /** Credentials are in the environment: see there. */
  "@aws-sdk/credential-provider-node": "@doorbuster/adapters/aws/credentials",
  /** Endpoints are not discovered. */
  "@aws-sdk/middleware-endpoint-discovery": "@doorbuster/adapters/aws/endpointDiscovery",
  /** Nothing streams events. */
  "@smithy/core/event-streams": "@doorbuster/adapters/aws/eventStreams",
} as const;

/** What a bundle may be at most. */
export interface BundleBudget {
  /** Minified. 1 kB is 1,000 bytes. */
  readonly bytes: number;
  /** How long importing it may take one core; not said where nobody waits for it. */
  readonly importMs?: number;
}

/** A customer waits for the order processor to start; every other function is to be light. */
export function bundleBudgetOf(functionName: string): BundleBudget {
  return functionName === "shop" ? { bytes: 800_000, importMs: 200 } : { bytes: 600_000 };
}
