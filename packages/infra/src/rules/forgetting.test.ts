import { expect, test } from "vitest";

import { finds, inProduction, production } from "../testing/break.ts";
import { changed, graphOf, set } from "../testing/graphs.ts";
import { forgetting } from "./forgetting.ts";

const lifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const withoutVersions = set("rules.0.noncurrentVersionExpiration", undefined);

finds(forgetting, {
  "answers to queries that stay as former versions": () =>
    inProduction("lifecycle", "QueryResultsLifecycle", withoutVersions),
  "an audit trail that stays as former versions": () =>
    inProduction("lifecycle", "AuditTrailLifecycle", withoutVersions),
  "artefacts that stay as former versions": () =>
    changed(graphOf("altered"), lifecycle, "PipelineArtefactsLifecycle", withoutVersions),
  "a lake that is deleted and stays as former versions": () =>
    changed(graphOf("preview"), lifecycle, "LakeLifecycle", withoutVersions),
});

test("a bucket that is not versioned has no former versions to forget", () => {
  const unversioned = changed(
    inProduction("lifecycle", "QueryResultsLifecycle", withoutVersions),
    "aws:s3/bucketVersioning:BucketVersioning",
    "QueryResultsVersioning",
    set("versioningConfiguration.status", "Suspended"),
  );
  expect(forgetting(unversioned)).toEqual([]);
  expect(forgetting(production())).toEqual([]);
});
