import { readAuthConfig } from "@doorbuster/web/auth/config";
import { createAuthRoutes } from "@doorbuster/web/auth/routes";

export const auth = createAuthRoutes(() => readAuthConfig("console"));
