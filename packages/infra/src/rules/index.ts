import { alarmsOnEverything } from "./alarmsOnEverything.ts";
import { asDefined } from "./asDefined.ts";
import { asynchronous } from "./asynchronous.ts";
import { doors } from "./doors.ts";
import { encryption } from "./encryption.ts";
import { firewalls } from "./firewalls.ts";
import { functionsAsDefined } from "./functionsAsDefined.ts";
import { keyEdges } from "./keyEdges.ts";
import { leastPrivilege } from "./leastPrivilege.ts";
import { logs } from "./logs.ts";
import { noSecrets } from "./noSecrets.ts";
import { publicAccess } from "./publicAccess.ts";
import { removal } from "./removal.ts";
import type { Rule } from "./rule.ts";
import { tags } from "./tags.ts";
import { tls } from "./tls.ts";
import { webhooks } from "./webhooks.ts";

/** What holds for every stage. */
export const rules = {
  alarmsOnEverything,
  asDefined,
  asynchronous,
  doors,
  encryption,
  firewalls,
  functionsAsDefined,
  keyEdges,
  leastPrivilege,
  logs,
  noSecrets,
  publicAccess,
  removal,
  tags,
  tls,
  webhooks,
} as const satisfies Record<string, Rule>;
