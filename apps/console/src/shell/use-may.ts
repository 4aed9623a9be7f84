"use client";

import { may, type Permission } from "@doorbuster/core/access/permissions";
import { useSession } from "@doorbuster/web/auth/session";

/** Whether the person at the screen may do this, by the same table that the API goes by. */
export function useMay(permission: Permission): boolean {
  const { user } = useSession();
  return (
    user !== undefined && may({ kind: "user", issuer: "", subject: "", groups: user.groups }, permission)
  );
}
