import { finds, inProduction, withoutInProduction } from "../testing/break.ts";
import { edit, set } from "../testing/graphs.ts";
import { signIn } from "./signIn.ts";

finds(signIn, {
  "staff without a second factor": () =>
    inProduction("userPool", "StaffUserPool", set("mfaConfiguration", "OPTIONAL")),
  "customers who cannot have one": () =>
    inProduction("userPool", "CustomersUserPool", set("mfaConfiguration", "OFF")),
  "a pool that takes no authenticator app": () =>
    inProduction("userPool", "StaffUserPool", set("softwareTokenMfaConfiguration", undefined)),
  "staff who join by themselves": () =>
    inProduction(
      "userPool",
      "StaffUserPool",
      set("adminCreateUserConfig", { allowAdminCreateUserOnly: false }),
    ),
  "no pool of staff": () => withoutInProduction("userPool", "StaffUserPool"),
  "a role without a group": () => withoutInProduction("userGroup", "StaffOperator"),
  "a group in the customers' pool": () =>
    inProduction("userGroup", "StaffAdmin", set("userPoolId", "CustomersUserPool")),
  "no page to sign in at": () => withoutInProduction("userPoolDomain", "StaffDomain"),
  "no client": () => withoutInProduction("userPoolClient", "CustomersClientClient"),
  "tokens in an address": () =>
    inProduction("userPoolClient", "StaffClientClient", set("allowedOauthFlows", ["code", "implicit"])),
  "customers at the console's API": () =>
    inProduction("authorizer", /Staff/, edit("providerArns.0", "StaffUserPool", "CustomersUserPool")),
});
