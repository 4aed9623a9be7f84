import { AppError } from "../errors.ts";
import type { Caller } from "./caller.ts";

export const roles = ["viewer", "operator", "admin"] as const;
export type Role = (typeof roles)[number];

/** What each console procedure asks for, whole. A procedure that is not in this table does not exist. */
export const permissions = {
  "ops.live.watch": ["viewer", "operator", "admin"],
  "ops.live.snapshot": ["viewer", "operator", "admin"],
  "ops.orders.search": ["viewer", "operator", "admin"],
  "ops.orders.get": ["viewer", "operator", "admin"],
  "ops.orders.cancel": ["operator", "admin"],
  "ops.orders.refund": ["operator", "admin"],
  "ops.orders.ship": ["operator", "admin"],
  "ops.orders.deliver": ["operator", "admin"],
  "ops.privacy.collect": ["admin"],
  "ops.privacy.erase": ["admin"],
  "ops.stock.list": ["viewer", "operator", "admin"],
  "ops.stock.restock": ["operator", "admin"],
  "ops.stock.correct": ["operator", "admin"],
  "ops.stock.expectRate": ["operator", "admin"],
  "ops.stock.audit": ["viewer", "operator", "admin"],
  "ops.books.latest": ["viewer", "operator", "admin"],
  "ops.books.explain": ["admin"],
  "ops.deadLetters.list": ["viewer", "operator", "admin"],
  "ops.deadLetters.redrive": ["operator", "admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export function rolesOf(caller: Caller): Role[] {
  return caller.kind === "user" ? roles.filter((role) => caller.groups.includes(role)) : [];
}

export function may(caller: Caller, permission: Permission): boolean {
  const allowed: readonly Role[] = permissions[permission];
  return rolesOf(caller).some((role) => allowed.includes(role));
}

/** @throws AppError `UNAUTHENTICATED` without a token, `FORBIDDEN` without a role that may. */
export function demand(caller: Caller, permission: Permission): void {
  if (caller.kind === "guest") throw new AppError("UNAUTHENTICATED", "Please sign in.");
  if (!may(caller, permission)) {
    throw new AppError("FORBIDDEN", "Your role does not allow this.", {
      details: { permission, needs: permissions[permission] },
    });
  }
}
