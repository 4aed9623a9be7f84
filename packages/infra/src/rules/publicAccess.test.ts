import { add, finds, inProduction, withoutInProduction } from "../testing/break.ts";
import { edit, set } from "../testing/graphs.ts";
import { publicAccess } from "./publicAccess.ts";

finds(publicAccess, {
  "a bucket that may be opened": () =>
    inProduction("block", "LakePublicAccessBlock", set("blockPublicPolicy", false)),
  "a bucket that nobody closed": () => withoutInProduction("block", "LakePublicAccessBlock"),
  "a queue for everybody": () =>
    inProduction("queuePolicy", "EmailQueuePolicy", edit("policy", '{"Service":"sns.amazonaws.com"}', '"*"')),
  "a function for everybody": () =>
    add("aws:lambda/permission:Permission", "Open", { principal: "*", action: "lambda:InvokeFunction" }),
  "a function's address for everybody": () =>
    inProduction("functionUrl", "StorefrontServerEuwest1Url", set("authorizationType", "NONE")),
  "a security group for everybody": () =>
    add("aws:ec2/securityGroup:SecurityGroup", "Open", { ingress: [{ cidrBlocks: ["0.0.0.0/0"] }] }),
  "a console's procedure without sign-in": () =>
    inProduction("method", "ApiRouteOpsOpsTrpcProxyMethod", set("authorization", "NONE")),
  "a console's procedure that takes identity tokens": () =>
    inProduction("method", "ApiRouteOpsOpsTrpcProxyMethod", set("authorizationScopes", [])),
});
