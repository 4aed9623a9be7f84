import { finds, inProduction, types, withoutInProduction } from "../testing/break.ts";
import { changed, edit, graphOf, set } from "../testing/graphs.ts";
import { tls } from "./tls.ts";

finds(tls, {
  "a bucket that takes clear text": () =>
    inProduction("bucketPolicy", "LakePolicy", edit("policy", "aws:SecureTransport", "aws:Other")),
  "a bucket that takes nothing but clear text": () =>
    inProduction("bucketPolicy", "LakePolicy", edit("policy", '["false"]', '["true"]')),
  "a queue that takes nothing but clear text": () =>
    inProduction("queuePolicy", "EmailQueuePolicy", edit("policy", '"false"', '"true"')),
  "a bucket whose files may travel in clear text": () =>
    inProduction("bucketPolicy", "LakePolicy", edit("policy", "/*", "/other")),
  "a topic that takes clear text of some": () =>
    inProduction(
      "topicPolicy",
      "OrderTopicPolicy",
      edit("policy", '"Principal":"*"', '"Principal":{"Service":"sns.amazonaws.com"}'),
    ),
  "a queue without a policy": () => withoutInProduction("queuePolicy", "StreamFailuresPolicy"),
  "a topic that takes clear text": () =>
    inProduction("topicPolicy", "OrderTopicPolicy", edit("policy", '"Deny"', '"Allow"')),
  "a door that answers in clear text": () =>
    inProduction(
      "distribution",
      "StorefrontDoorCdnDistribution",
      set("defaultCacheBehavior.viewerProtocolPolicy", "allow-all"),
    ),
  "a door that speaks to the API in clear text": () =>
    inProduction(
      "distribution",
      "ConsoleDoorCdnDistribution",
      set("origins.1.customOriginConfig.originProtocolPolicy", "match-viewer"),
    ),
  "a door of its own name with old TLS": () =>
    changed(
      graphOf("altered"),
      types.distribution,
      "StorefrontDoorCdnDistribution",
      set("viewerCertificate.minimumProtocolVersion", "TLSv1"),
    ),
  "an API of its own name with old TLS": () =>
    changed(
      graphOf("altered"),
      "aws:apigateway/domainName:DomainName",
      /./,
      set("securityPolicy", "TLS_1_0"),
    ),
  "mails in clear text": () => inProduction("configSet", "MailConfig", set("deliveryOptions", undefined)),
});
