import { alarmsOnEverything } from "./alarmsOnEverything.ts";
import { asDefined } from "./asDefined.ts";
import { asynchronous } from "./asynchronous.ts";
import { countedLines } from "./countedLines.ts";
import { dashboard } from "./dashboard.ts";
import { doors } from "./doors.ts";
import { encryption } from "./encryption.ts";
import { firewalls } from "./firewalls.ts";
import { forgetting } from "./forgetting.ts";
import { functionsAsDefined } from "./functionsAsDefined.ts";
import { keyEdges } from "./keyEdges.ts";
import { lakeTable } from "./lakeTable.ts";
import { leastPrivilege } from "./leastPrivilege.ts";
import { logs } from "./logs.ts";
import { mails } from "./mails.ts";
import { noSecrets } from "./noSecrets.ts";
import { publicAccess } from "./publicAccess.ts";
import { refusals } from "./refusals.ts";
import { removal } from "./removal.ts";
import type { Rule } from "./rule.ts";
import { signIn } from "./signIn.ts";
import { siteRoles } from "./siteRoles.ts";
import { tags } from "./tags.ts";
import { tls } from "./tls.ts";
import { webhooks } from "./webhooks.ts";

/** What holds for every stage. */
export const rules = {
  alarmsOnEverything,
  asDefined,
  asynchronous,
  countedLines,
  dashboard,
  doors,
  encryption,
  firewalls,
  forgetting,
  functionsAsDefined,
  keyEdges,
  lakeTable,
  leastPrivilege,
  logs,
  mails,
  noSecrets,
  publicAccess,
  refusals,
  removal,
  signIn,
  siteRoles,
  tags,
  tls,
  webhooks,
} as const satisfies Record<string, Rule>;
