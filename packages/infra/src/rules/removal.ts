import { type Graph, ofType } from "../graph/graph.ts";
import { each, except, type Exceptions, type Finding, type Rule } from "./rule.ts";

const rebuilt: Exceptions = [
  { names: /^(Storefront|Console)AssetsBucket$/, because: "a deployment fills it anew" },
];

/** Where data is kept, no slip deletes it; where it is not, a removed stage leaves nothing that costs. */
export const removal: Rule = (graph) => (graph.settings.keepData ? kept(graph) : gone(graph));

function kept(graph: Graph): Finding[] {
  const { app } = graph;
  return [
    ...(app.protect ? [] : [{ resource: "stage", says: "can be removed by one command" }]),
    ...(app.removal === "retain" ? [] : [{ resource: "stage", says: "its data goes with it" }]),
    ...each(
      except(ofType(graph, "aws:dynamodb/table:Table", "aws:s3/bucket:Bucket", "aws:kms/key:Key"), rebuilt),
      ({ retained }) => !retained && "goes when it leaves the program",
    ),
    ...each(
      ofType(graph, "aws:dynamodb/table:Table"),
      ({ inputs }) => inputs["deletionProtectionEnabled"] !== true && "can be deleted",
    ),
    ...each(
      ofType(graph, "aws:dynamodb/table:Table"),
      ({ inputs }) => inputs["pointInTimeRecovery"]?.enabled !== true && "cannot be brought back",
    ),
    ...each(
      ofType(graph, "aws:cognito/userPool:UserPool"),
      ({ inputs }) => inputs["deletionProtection"] !== "ACTIVE" && "can be deleted",
    ),
    ...each(
      except(ofType(graph, "aws:s3/bucket:Bucket"), rebuilt),
      ({ inputs }) => inputs["forceDestroy"] !== false && "can be deleted with all that is in it",
    ),
    ...each(
      ofType(graph, "aws:secretsmanager/secret:Secret"),
      ({ inputs }) => !(inputs["recoveryWindowInDays"] >= 7) && "cannot be brought back",
    ),
    ...versioned(graph),
  ];
}

function versioned(graph: Graph): Finding[] {
  const versions = new Set(
    ofType(graph, "aws:s3/bucketVersioning:BucketVersioning").map(({ inputs }) => inputs["bucket"]),
  );
  return each(
    except(ofType(graph, "aws:s3/bucket:Bucket"), rebuilt),
    ({ inputs }) => !versions.has(inputs["bucket"]) && "forgets what is overwritten",
  );
}

function gone(graph: Graph): Finding[] {
  const { app } = graph;
  return [
    ...(app.removal === "remove" ? [] : [{ resource: "stage", says: "leaves its data behind" }]),
    ...each(
      ofType(graph, "aws:dynamodb/table:Table", "aws:s3/bucket:Bucket"),
      ({ retained }) => retained && "stays when the stage goes",
    ),
    ...each(
      ofType(graph, "aws:s3/bucket:Bucket"),
      ({ inputs }) => inputs["forceDestroy"] !== true && "cannot be removed while anything is in it",
    ),
    ...each(
      ofType(graph, "aws:dynamodb/table:Table"),
      ({ inputs }) => inputs["deletionProtectionEnabled"] === true && "cannot be removed",
    ),
  ];
}
