import { type Graph, ofType, type Resource } from "../graph/graph.ts";
import { resourcePolicies, statementsOf } from "./policies.ts";
import { each, type Finding, type Rule } from "./rule.ts";

const blocks = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** Nothing can be reached by strangers but the two sites and the API. */
export const publicAccess: Rule = (graph) => [
  ...each(ofType(graph, "aws:s3/bucket:Bucket"), (bucket) => openBucket(graph, bucket)),
  ...each(
    resourcePolicies(graph),
    ({ inputs }) =>
      statementsOf(inputs["policy"]).some(
        ({ effect, principals }) => effect === "Allow" && principals.includes("*"),
      ) && "allows everybody",
  ),
  ...each(
    ofType(graph, "aws:lambda/permission:Permission"),
    ({ inputs }) => inputs["principal"] === "*" && "lets everybody call the function",
  ),
  ...each(
    ofType(graph, "aws:lambda/functionUrl:FunctionUrl"),
    ({ inputs }) => inputs["authorizationType"] !== "AWS_IAM" && "answers without asking who calls",
  ),
  ...each(
    ofType(graph, "aws:ec2/securityGroup:SecurityGroup"),
    ({ inputs }) => JSON.stringify(inputs["ingress"] ?? []).includes("0.0.0.0/0") && "lets everybody in",
  ),
  ...staffRoutes(graph),
];

function openBucket(graph: Graph, { inputs }: Resource): string | undefined {
  const block = ofType(graph, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").find(
    (each) => each.inputs["bucket"] === inputs["bucket"],
  );
  const open = blocks.filter((name) => block?.inputs[name] !== true);
  return open.length > 0 ? `${open.join(", ")} not set` : undefined;
}

/** Every method below `/ops` asks the staff's user pool, and for an access token. */
function staffRoutes(graph: Graph): Finding[] {
  const ops = new Set(below(graph, "ops"));
  const methods = ofType(graph, "aws:apigateway/method:Method");
  return each(
    methods.filter(({ inputs }) => ops.has(String(inputs["resourceId"]))),
    ({ inputs }) =>
      (inputs["authorization"] !== "COGNITO_USER_POOLS" || !inputs["authorizationScopes"]?.length) &&
      "the console's API answers without a sign-in",
  );
}

/** The ids of the API's resources at a first path part and below it. */
function below(graph: Graph, part: string): string[] {
  const resources = ofType(graph, "aws:apigateway/resource:Resource");
  const found = resources
    .filter(({ inputs }) => inputs["parentId"] === "root" && inputs["pathPart"] === part)
    .map(({ name }) => name);
  for (const id of found) {
    found.push(...resources.filter(({ inputs }) => inputs["parentId"] === id).map(({ name }) => name));
  }
  return found;
}
