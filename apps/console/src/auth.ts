import { sessionKeysOf } from "@doorbuster/adapters/access/sessionKeys";
import { readSiteConfig } from "@doorbuster/web/auth/config";
import { createAuthRoutes } from "@doorbuster/web/auth/routes";

export const auth = createAuthRoutes(() => ({
  ...readSiteConfig("console"),
  sessionKeys: sessionKeysOf(process.env),
}));
