"use client";

import { Menu } from "@base-ui/react/menu";
import { roles } from "@doorbuster/core/access/permissions";
import { useSession } from "@doorbuster/web/auth/session";
import { useState } from "react";
import type { SessionUser } from "@doorbuster/web/auth/session-token";
import { buttonClass } from "@doorbuster/web/components/button-class";

const itemClass =
  "flex min-h-10 cursor-pointer items-center rounded-md px-3 outline-none select-none data-highlighted:bg-surface-sunken";

/** Who is signed in and with which role, and the way out. */
export function AccountMenu({ user }: { readonly user: SessionUser }) {
  const { signIn, signOut } = useSession();
  const role = roles.findLast((candidate) => user.groups.includes(candidate));
  const [home, setHome] = useState<HTMLElement | null>(null);
  return (
    <div ref={setHome}>
      <Menu.Root>
        <Menu.Trigger className={buttonClass("ghost", "md")}>
          <span className="sr-only">Account: </span>
          <span className="max-sm:hidden">{user.name}</span>
          <span className="sm:hidden">{initialsOf(user.name)}</span>
          {role && <span className="text-ink-muted max-sm:hidden">{role}</span>}
        </Menu.Trigger>
        {/* Within the header, so that the menu is part of a landmark. */}
        <Menu.Portal container={home}>
          <Menu.Positioner align="end" sideOffset={6} className="z-40">
            <Menu.Popup className="min-w-60 rounded-lg border border-line bg-surface-raised p-1.5 text-sm text-ink shadow-overlay outline-none">
              <Menu.Group>
                <Menu.GroupLabel className="border-b border-line px-3 pt-1.5 pb-3">
                  <span className="block font-medium">{user.name}</span>
                  <span className="block text-ink-muted">{user.email}</span>
                  <span className="block text-ink-muted">{role ? `Role: ${role}` : "No role"}</span>
                </Menu.GroupLabel>
                <Menu.Item className={itemClass} onClick={() => signIn({ anotherAccount: true })}>
                  Use another account
                </Menu.Item>
                <Menu.Item className={itemClass} onClick={() => void signOut()}>
                  Sign out
                </Menu.Item>
              </Menu.Group>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/);
  return [words.at(0), words.at(-1)].map((word) => word?.charAt(0) ?? "").join("");
}
