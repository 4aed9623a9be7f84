import type { Usage } from "../bill.ts";
import { trafficOf, type Scene } from "../load.ts";

/** A web ACL for each site's distribution and one for the API; three managed groups and a rate limit in each. */
const acls = 3;
/** Of the API's alone: how many webhooks of one address, and of which size. */
const webhookRules = 2;
const wafRules = acls * 4 + webhookRules;

/** CloudFront, WAF, Shield, API Gateway. What leaves AWS through CloudFront is paid for there alone. */
export function edgeUsage(scene: Scene): Usage {
  const { settings, assumed } = scene;
  const { visits, pages, polls, calls, dynamicPages, staffCalls, apiRequests } = trafficOf(scene);
  const atEdge = pages + polls + calls + dynamicPages + staffCalls;
  const answersKb = polls + calls + staffCalls; // a kilobyte each, compressed
  return {
    cloudFrontRequests: atEdge,
    cloudFrontGb: (visits * assumed.visitKb + answersKb) / 1024 ** 2,
    apiRequests,
    ...(settings.waf && {
      wafAcls: acls,
      wafRules,
      wafRequests: atEdge + apiRequests,
    }),
    ...(settings.shieldAdvanced && { shieldAdvanced: 1 }),
    ...(settings.customDomain && { hostedZones: 1 }),
  };
}
