import { answerHeaders } from "@doorbuster/web/security/answer-headers";
import * as z from "zod";
import { must, NotChecked, type Check } from "./checks.ts";
import type { SmokeOptions } from "./options.ts";
import { ask, refusalIn, shopApi } from "./shopApi.ts";

type Addresses = Pick<SmokeOptions, "url" | "console" | "api">;

/** What can be tried by anybody: nothing is bought, and nothing changes. */
export function doorChecks(addresses: Addresses): Check[] {
  return [...storefrontChecks(addresses), ...consoleChecks(addresses), ...apiChecks(addresses)];
}

/** Whose address was given. */
function given(address: string | undefined, flag: string): string {
  if (address === undefined) throw new NotChecked(`no --${flag}`);
  return address;
}

function storefrontChecks({ url }: Addresses): Check[] {
  return [
    {
      name: "the drop page answers, kept by the CDN, with its security headers",
      async run() {
        const page = await pageAt(given(url, "url"), "/");
        must(
          /s-maxage=\d/.test(page.header("cache-control")),
          "the drop page may not be kept: it is not static",
        );
        must(!page.policy.includes("'nonce-"), "the drop page is rendered for each visitor: it has a nonce");
        return undefined;
      },
    },
    {
      name: "the checkout is rendered per request, under a policy of its own",
      async run() {
        const page = await pageAt(given(url, "url"), "/checkout");
        must(/no-store/.test(page.header("cache-control")), "the checkout may be kept by somebody");
        must(/script-src [^;]*'nonce-/.test(page.policy), "the checkout's scripts have no nonce");
        const [, frames] = /frame-src ([^;]+)/.exec(page.policy) ?? [];
        must(frames !== undefined && frames !== "'none'", "the checkout may not hold the card fields");
        return `card fields from ${frames}`;
      },
    },
    {
      name: "the scripts of a page are there, to be kept for good",
      async run() {
        const page = await pageAt(given(url, "url"), "/");
        const [script] = /\/_next\/static\/[^"]+\.js/.exec(page.text) ?? [];
        must(script !== undefined, "the drop page has no script");
        const answer = await ask(`${url}${script}`);
        must(answer.status === 200, `${script} answered ${answer.status}`);
        must(
          /immutable/.test(answer.headers.get("cache-control") ?? ""),
          `${script} may not be kept for good`,
        );
        return undefined;
      },
    },
  ];
}

function consoleChecks({ console: url, api }: Addresses): Check[] {
  return [
    {
      name: "the console answers, with its security headers",
      async run() {
        const page = await pageAt(given(url, "console"), "/");
        must(/no-store/.test(page.header("cache-control")), "the console may be kept by somebody");
        return undefined;
      },
    },
    {
      name: "staff's calls are refused without a token",
      async run() {
        const answer = await ask(`${given(url ?? api, "console or --api")}/ops/trpc/ops.stock.list`);
        const { appCode } = await refusalIn(answer);
        must(
          answer.status === 401 && appCode === "UNAUTHENTICATED",
          `it answered ${answer.status} ${appCode}`,
        );
        return undefined;
      },
    },
  ];
}

function apiChecks({ url, api }: Addresses): Check[] {
  const base = url ?? api ?? "";
  return [
    {
      name: "the catalogue is there",
      async run() {
        const offers = await shopApi(base).query("catalog.list", undefined, z.array(offerSchema));
        must(offers.length > 0, "nothing is on sale");
        return `${offers.length} products, ${offers.filter(({ left }) => left > 0).length} of them to be had`;
      },
    },
    {
      name: "what there is not, and what makes no sense, is refused in the API's own shape",
      async run() {
        const input = encodeURIComponent(JSON.stringify({ sku: "there-is-no-such-product" }));
        const unknown = await refusalIn(await ask(`${base}/trpc/catalog.get?input=${input}`));
        must(unknown.appCode === "NOT_FOUND", `an unknown product was answered with ${unknown.appCode}`);
        const headers = { "content-type": "application/json" };
        const place = { method: "POST", headers, body: "{}" };
        const empty = await refusalIn(await ask(`${base}/trpc/checkout.place`, place));
        must(empty.appCode === "INVALID_INPUT", `an empty checkout was answered with ${empty.appCode}`);
        return undefined;
      },
    },
    {
      name: "a webhook without a signature is refused",
      async run() {
        const target = `${given(api, "api")}/webhooks/payment`;
        const answer = await ask(target, { method: "POST", body: JSON.stringify({ id: "evt_smoke" }) });
        must(answer.status === 400, `it answered ${answer.status}`);
        return undefined;
      },
    },
  ];
}

export const offerSchema = z.object({
  sku: z.string(),
  price: z.object({ amount: z.int(), currency: z.string() }),
  left: z.int(),
});

interface Page {
  readonly text: string;
  /** Its Content-Security-Policy. */
  readonly policy: string;
  header(name: string): string;
}

/** A page that is there, with every header that each page must have. */
async function pageAt(site: string, path: string): Promise<Page> {
  const answer = await ask(`${site}${path}`);
  must(answer.status === 200, `${site}${path} answered ${answer.status}`);
  const header = (name: string) => answer.headers.get(name) ?? "";
  for (const { key, value } of answerHeaders) {
    must(header(key) === value, `${path}: ${key} is ${header(key) === "" ? "missing" : `"${header(key)}"`}`);
  }
  const policy = header("content-security-policy");
  must(policy.includes("frame-ancestors 'none'"), `${path} has no Content-Security-Policy, or may be framed`);
  must(!policy.includes("'unsafe-eval'"), `${path} lets text be run as a script`);
  if (site.startsWith("https:")) {
    must(header("strict-transport-security") !== "", `${path}: strict-transport-security is missing`);
  }
  return { text: await answer.text(), policy, header };
}
