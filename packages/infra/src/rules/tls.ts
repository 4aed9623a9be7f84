import { type Graph, ofType, type Resource } from "../graph/graph.ts";
import { statementsOf } from "./policies.ts";
import { each, except, type Exceptions, type Finding, type Rule } from "./rule.ts";

/** Nothing travels in clear text. */
export const tls: Rule = (graph) => [
  ...guarded(graph, "aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy", "s3:*"),
  ...guarded(graph, "aws:sqs/queue:Queue", "aws:sqs/queuePolicy:QueuePolicy", "sqs:*"),
  ...guarded(graph, "aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy", "sns:Publish"),
  ...each(ofType(graph, "aws:cloudfront/distribution:Distribution"), clearTextDoor),
  ...each(
    ofType(graph, "aws:apigateway/domainName:DomainName"),
    ({ inputs }) => inputs["securityPolicy"] !== "TLS_1_2" && "takes older TLS than 1.2",
  ),
  ...each(
    ofType(graph, "aws:sesv2/configurationSet:ConfigurationSet"),
    ({ inputs }) => inputs["deliveryOptions"]?.tlsPolicy !== "REQUIRE" && "hands mails on in clear text",
  ),
];

/** A site's own queue has no policy: nobody but two roles of one account has a way to it, and the SDK speaks TLS. */
const withoutPolicy: Exceptions = [
  {
    names: /RevalidationEventsQueue(DeadLetters)?$/,
    because: "SST makes it, and no policy is at it that could allow",
  },
];

/** Each resource has a policy that denies what comes without TLS. */
function guarded(graph: Graph, type: string, policyType: string, action: string): Finding[] {
  const policies = ofType(graph, policyType).flatMap(({ inputs }) => statementsOf(inputs["policy"]));
  return each(except(ofType(graph, type), withoutPolicy), (resource) => {
    const name = physicalName(resource);
    // A bucket's objects are other resources than the bucket.
    const parts = action === "s3:*" ? [`:${name}`, `:${name}/*`] : [`:${name}`];
    const denied = (part: string) =>
      policies.some(
        ({ effect, actions, resources, principals, condition }) =>
          effect === "Deny" &&
          actions.includes(action) &&
          principals.includes("*") &&
          resources.some((arn) => arn.endsWith(part)) &&
          /^\{"Bool":\{"aws:SecureTransport":(\["false"\]|"false")\}\}$/.test(condition),
      );
    return !parts.every(denied) && "takes requests without TLS";
  });
}

function physicalName({ name, inputs }: Resource): string {
  return String(inputs["bucket"] ?? inputs["name"] ?? name);
}

function clearTextDoor({ inputs }: Resource): string[] {
  const said: string[] = [];
  const behaviors = [inputs["defaultCacheBehavior"], ...(inputs["orderedCacheBehaviors"] ?? [])];
  if (behaviors.some(({ viewerProtocolPolicy }) => viewerProtocolPolicy === "allow-all")) {
    said.push("answers in clear text");
  }
  const origins = (inputs["origins"] ?? []) as readonly {
    originId: string;
    customOriginConfig?: { originProtocolPolicy: string };
  }[];
  for (const { originId, customOriginConfig } of origins) {
    // "default" is never called: SST's function sends each request elsewhere, by TLS.
    if (originId !== "default" && customOriginConfig?.originProtocolPolicy !== "https-only") {
      said.push(`speaks to ${originId} in clear text`);
    }
  }
  const { acmCertificateArn, minimumProtocolVersion } = inputs["viewerCertificate"] ?? {};
  if (acmCertificateArn !== undefined && minimumProtocolVersion !== "TLSv1.2_2021") {
    said.push("takes older TLS than 1.2");
  }
  return said;
}
