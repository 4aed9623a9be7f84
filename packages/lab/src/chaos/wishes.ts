import { noticeKinds } from "@doorbuster/core/notification/preferences";
import type { AttachedShop } from "@doorbuster/local/shop/index";
import * as z from "zod";
import type { Customers } from "../access/customers.ts";
import type { PlannedCheckout } from "../replay/checkouts.ts";

/** How the inbox names what reaches a customer besides their mail. */
export interface Reach {
  readonly phone: string;
  readonly browser: string;
}

/** Who wants to be told everywhere, by the address in their orders. */
export type Reaches = ReadonlyMap<string, Reach>;

/** Every so many customers with an account. */
const everyCustomer = 3;

const settingsSchema = z.object({
  result: z.object({ data: z.object({ push: z.object({ key: z.string() }) }) }),
});
const subscriptionSchema = z.looseObject({ endpoint: z.url() });

/** Lets every third customer ask for everything as text message and as push too. While all is well: nothing is repeated. */
export async function makeWishes(
  { urls }: Pick<AttachedShop, "urls">,
  checkouts: readonly PlannedCheckout[],
  customers: Customers,
): Promise<Reaches> {
  const emails = new Map(
    checkouts.flatMap(({ customerId, request }) =>
      customerId === undefined ? [] : [[customerId, request.contact.email] as const],
    ),
  );
  const keen = [...emails].filter((_, index) => index % everyCustomer === 0);
  const wish = async ([customerId, email]: (typeof keen)[number], index: number) => {
    const token = await customers.tokenFor(customerId);
    const ask = (procedure: string, input: object) =>
      post(`${urls.api}/trpc/notifications.${procedure}`, input, { authorization: `Bearer ${token}` });
    // A number that no telephone has: Ofcom sets 07700 900000 to 900999 aside for drama.
    const phone = `+447700900${String(index).padStart(3, "0")}`;
    const preferences = { email: noticeKinds, sms: noticeKinds, push: noticeKinds, phone };
    const { key } = settingsSchema.parse(await ask("set", { preferences })).result.data.push;
    const browser = await post(`${urls.inbox}/push/subscriptions`, { applicationServerKey: key });
    const subscription = subscriptionSchema.parse(browser);
    await ask("subscribe", { subscription });
    const id = new URL(subscription.endpoint).pathname.split("/").at(-1);
    return [email, { phone, browser: `browser ${id}` }] as const;
  };
  return new Map(await Promise.all(keen.map(wish)));
}

async function post(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
