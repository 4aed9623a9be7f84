import { type Graph, ofType } from "../graph/graph.ts";
import { each, type Rule } from "./rule.ts";

/** As much of a bucket's lifecycle as is looked at. */
interface LifecycleRule {
  readonly id: string;
  readonly status: string;
  readonly expiration?: { readonly days?: number; readonly date?: string };
  readonly noncurrentVersionExpiration?: { readonly noncurrentDays?: number };
}

/**
 * What is to be forgotten is forgotten. Where a bucket is versioned, an expired file becomes a former version, and stays for
 * ever unless its rule lets those expire too (S3 user guide, "Examples of S3 Lifecycle configurations").
 */
export const forgetting: Rule = (graph) =>
  each(
    ofType(graph, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").filter(({ inputs }) =>
      isVersioned(graph, inputs["bucket"]),
    ),
    ({ inputs }) =>
      ((inputs["rules"] ?? []) as readonly LifecycleRule[])
        .filter(({ status, expiration }) => status === "Enabled" && expiration !== undefined)
        .filter(({ noncurrentVersionExpiration }) => !noncurrentVersionExpiration?.noncurrentDays)
        .map(({ id }) => `${id}: former versions stay for ever`),
  );

function isVersioned(graph: Graph, bucket: unknown): boolean {
  return ofType(graph, "aws:s3/bucketVersioning:BucketVersioning").some(
    ({ inputs }) => inputs["bucket"] === bucket && inputs["versioningConfiguration"].status === "Enabled",
  );
}
