import { finds, inProduction } from "../testing/break.ts";
import { edit, set } from "../testing/graphs.ts";
import { leastPrivilege } from "./leastPrivilege.ts";

finds(leastPrivilege, {
  "all actions of a service": () =>
    inProduction(
      "role",
      "ShopHandlerRole",
      edit("inlinePolicies.0.policy", "dynamodb:GetItem", "dynamodb:*"),
    ),
  "an action on everything": () =>
    inProduction(
      "role",
      "LiveHandlerRole",
      edit("inlinePolicies.0.policy", "arn:aws:dynamodb:eu-west-1", "*"),
    ),
  "a policy that AWS wrote": () =>
    inProduction(
      "role",
      "ShopHandlerRole",
      set("managedPolicyArns", ["arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"]),
    ),
  "a role for the whole account": () =>
    inProduction(
      "role",
      "ShopHandlerRole",
      edit("assumeRolePolicy", '"Service":"lambda.amazonaws.com"', '"AWS":"arn:aws:iam::123456789012:root"'),
    ),
  "an action that nobody granted": () =>
    inProduction(
      "role",
      "ShopHandlerRole",
      edit("inlinePolicies.0.policy", '"dynamodb:GetItem"', '"dynamodb:GetItem","dynamodb:DeleteItem"'),
    ),
  "an action that was granted and is not allowed": () =>
    inProduction(
      "role",
      "AnnounceHandlerRole",
      edit("inlinePolicies.0.policy", '"sns:Publish"', '"sns:Subscribe"'),
    ),
});
