import { finds, inProduction, withoutInProduction } from "../testing/break.ts";
import { set } from "../testing/graphs.ts";
import { firewalls } from "./firewalls.ts";

finds(firewalls, {
  "a door without firewall": () =>
    inProduction("distribution", "StorefrontDoorCdnDistribution", set("webAclId", undefined)),
  "an API without firewall": () => withoutInProduction("aclAssociation", "ApiFirewallAssociation"),
  "sign-in without firewall": () => withoutInProduction("aclAssociation", "CustomersFirewall"),
  "a firewall that does not count": () =>
    inProduction("acl", "StorefrontDoorWaf", (inputs) => set("rules", inputs["rules"].slice(1))(inputs)),
  "a firewall without the common rules": () =>
    inProduction("acl", "StorefrontDoorWaf", (inputs) => set("rules", inputs["rules"].slice(0, 1))(inputs)),
});
