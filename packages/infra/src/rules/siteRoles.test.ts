import { add, finds, inProduction, types } from "../testing/break.ts";
import { edit } from "../testing/graphs.ts";
import { siteRoles } from "./siteRoles.ts";

const policy = "inlinePolicies.0.policy";

finds(siteRoles, {
  "a site that may write an order": () =>
    inProduction(
      "role",
      "StorefrontServerEuwest1Role",
      edit(policy, '"secretsmanager:GetSecretValue"', '"secretsmanager:GetSecretValue","dynamodb:PutItem"'),
    ),
  "a site that may read another secret": () =>
    inProduction(
      "role",
      "ConsoleServerEuwest1Role",
      edit(policy, "production/sessionKey", "production/paymentSecretKey"),
    ),
  "a site that may read the other's files": () =>
    inProduction(
      "role",
      "StorefrontImageOptimizerRole",
      edit(policy, "storefrontassetsbucket", "consoleassetsbucket"),
    ),
  "a site that may not read its session key": () =>
    inProduction("role", "ConsoleServerEuwest1Role", edit(policy, "GetSecretValue", "DescribeSecret")),
  "a queue that its reader may not read": () =>
    inProduction(
      "role",
      /^ConsoleRevalidationEventsSubscriber/,
      edit(policy, "sqs:ReceiveMessage", "sqs:SendMessage"),
    ),
  "a function of which nobody wrote down what it may do": () =>
    add(types.fn, "Warmer", { name: "doorbuster-production-warmer" }),
});
