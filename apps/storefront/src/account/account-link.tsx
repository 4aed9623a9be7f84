import Link from "next/link";
import { buttonClass } from "@doorbuster/web/components/button-class";

export function AccountLink() {
  return (
    <Link href="/account" className={buttonClass("ghost", "md")}>
      Account
    </Link>
  );
}
