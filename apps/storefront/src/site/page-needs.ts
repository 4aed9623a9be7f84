import type { PageNeeds } from "@doorbuster/web/security/content-security-policy";
import { readCardFieldsSetting } from "../checkout/card/setting.ts";
import { cardFieldsNeeds } from "../checkout/card/sources.ts";

/**
 * What the Content-Security-Policy of a page must let through. It holds for as long as the document is open, whatever the
 * router shows in it; so links into a page that needs more than the page they stand on are plain ones, which load it as a
 * document of its own:
 *
 *     drop, products ── <a> ──► account, orders ── <a> ──► checkout
 *       static                    per request               and the card fields
 */
export function pageNeeds(
  pathname: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): PageNeeds {
  const customer = customerNeeds(environment);
  if (pathname === "/checkout") {
    const card = cardFieldsNeeds(readCardFieldsSetting(environment));
    // The order's page follows in the same document.
    return {
      ...customer,
      ...card,
      connections: [...(customer.connections ?? []), ...(card.connections ?? [])],
    };
  }
  return /^\/(account|orders\/[^/]+)$/.test(pathname) ? customer : { rendering: "static" };
}

/** On a laptop the page asks for its own pushes: the edition's push service stands for the browser's. */
function customerNeeds(environment: Readonly<Record<string, string | undefined>>): PageNeeds {
  const push = environment["DOORBUSTER_LOCAL_PUSH_URL"];
  return { rendering: "perRequest", connections: push === undefined ? [] : [push] };
}
