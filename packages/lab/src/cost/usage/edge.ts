import type { Usage } from "../bill.ts";
import { trafficOf, type Scene } from "../load.ts";
import { gbSeconds } from "./compute.ts";

/** A web ACL for each site's distribution and one for the API; three managed groups and a rate limit in each. */
const acls = 3;
/** Of the API's alone: how many webhooks of one address, and of which size. */
const webhookRules = 2;
const wafRules = acls * 4 + webhookRules;

/**
 * What SST's router reads for a request of a site: its routes, what it knows of the site, and whether there is a file of
 * that name, spelled in three ways at once (SST 4.17.1, `router.ts`). Calls of the API pass it by.
 */
const doorReads = 5;
/** Of the function that signs what goes to a site's own function (SST's default). */
const signerMemoryMb = 128;

/** CloudFront, WAF, Shield, API Gateway. What leaves AWS through CloudFront is paid for there alone. */
export function edgeUsage(scene: Scene): Usage {
  const { settings, assumed } = scene;
  const { visits, pages, polls, calls, dynamicPages, staffCalls, apiRequests } = trafficOf(scene);
  const atEdge = pages + polls + calls + dynamicPages + staffCalls;
  const throughDoor = pages + dynamicPages;
  const signed = pages * assumed.missShare + dynamicPages;
  const answersKb = polls + calls + staffCalls; // a kilobyte each, compressed
  return {
    cloudFrontRequests: atEdge,
    cloudFrontGb: (visits * assumed.visitKb + answersKb) / 1024 ** 2,
    edgeFunctionRuns: throughDoor,
    edgeStoreReads: throughDoor * doorReads,
    edgeSignerRequests: signed,
    edgeSignerGbSeconds: gbSeconds(signed * assumed.signerMs, signerMemoryMb),
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
