/**
 * How both editions bundle a function, by esbuild: what the laptop runs is what is deployed. Of the SDK, parts stay out
 * that no function of ours ever reaches; together they were a quarter of some bundles.
 */
export const bundling = {
  target: "node24",
  mainFields: ["module", "main"],
  minify: true,
  sourcemap: true,
  alias: {
    /** Credentials are in the environment: see there. */
    "@aws-sdk/credential-provider-node": "@doorbuster/adapters/aws/credentials",
    /** Endpoints are not discovered. */
    "@aws-sdk/endpoint-cache": "@doorbuster/adapters/aws/endpointCache",
  },
  /** Loaded by the SDK for operations that stream events, of which we use none. */
  external: ["@smithy/core/event-streams"],
} as const;

/** Minified, in bytes (1 kB is 1,000): the order processor, and every other function. */
export const bundleBudget = { shop: 800_000, others: 600_000 } as const;
