import { named } from "../graph/graph.ts";
import { finds, inProduction, production, types } from "../testing/break.ts";
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
  "an action that is allowed on another table than the granted one": () => {
    const { name: notifications } = named(production(), types.table, "NotificationsTable").inputs;
    const { name: orders } = named(production(), types.table, "OrdersTable").inputs;
    return inProduction(
      "role",
      "EmailHandlerRole",
      edit("inlinePolicies.0.policy", `table/${notifications}`, `table/${orders}`),
    );
  },
  "an action that is allowed on one table more": () => {
    const { name: stock } = named(production(), types.table, "StockTable").inputs;
    return inProduction(
      "role",
      "LiveHandlerRole",
      edit(
        "inlinePolicies.0.policy",
        '"Resource":["arn:aws:dynamodb',
        `"Resource":["arn:aws:dynamodb:eu-west-1:123456789012:table/${stock}","arn:aws:dynamodb`,
      ),
    );
  },
  "a secret of somebody else's": () =>
    inProduction(
      "role",
      "EmailHandlerRole",
      edit("inlinePolicies.0.policy", "production/readTokenKey", "production/paymentSecretKey"),
    ),
  "an action that is only sometimes allowed": () =>
    inProduction(
      "role",
      "AnnounceHandlerRole",
      edit(
        "inlinePolicies.0.policy",
        '"Action":["sns:Publish"]',
        '"Condition":{"Bool":{"aws:SecureTransport":"true"}},"Action":["sns:Publish"]',
      ),
    ),
});
