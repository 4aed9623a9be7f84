import { demoUsers } from "../../issuer/users.ts";
import { testCardByNumber } from "../../sandbox/cards/test-cards.ts";
import type { ShopUrls } from "../types.ts";

/** The cards worth trying first; the payment sandbox takes all of Stripe's (docs.stripe.com/testing). */
const cardNumbers = ["4242424242424242", "4000000000000002", "4000000000009995"];

/** All that a person needs to use the shop, as one block of text. `dataDir` as it is best shown. */
export function welcome(shop: { urls: ShopUrls; dataDir: string; elapsedMs: number }): string {
  const { urls } = shop;
  const sections = [
    section("Addresses", [
      ["Storefront", urls.storefront],
      ["Console", urls.console],
      ["API", urls.api],
      ["Inbox", urls.inbox],
      ["Payment sandbox", urls.sandbox],
      ["Sign-in", urls.issuer],
    ]),
    section(
      "Demo sign-ins",
      demoUsers.map(({ email, password, groups }) => [
        groups.join(", ") || "customer",
        `${email}  ${password}`,
      ]),
    ),
    section("Test cards, any later date and any CVC", cardNumbers.map(describeCard)),
    section("Good to know", [
      ["Data and logs", `${shop.dataDir}, kept until npm start -- --fresh`],
      ["Stop", "Ctrl-C"],
    ]),
  ];
  const headline = `Doorbuster is open, after ${(shop.elapsedMs / 1_000).toFixed(1)} s.`;
  return `\n${headline}\n\n${sections.join("\n")}`;
}

type Row = readonly [label: string, value: string | undefined];

function section(title: string, rows: readonly Row[]): string {
  const lines = rows.map(([label, value]) => (value === undefined ? "" : `  ${label.padEnd(22)}${value}\n`));
  return `${title}\n${lines.join("")}`;
}

function describeCard(number: string): Row {
  const grouped = number.replace(/\d{4}(?=\d)/g, "$& ");
  return [grouped, testCardByNumber(number)?.meaning.toLowerCase()];
}
