import type { Offer } from "@doorbuster/core/catalog/shelf";

/** How old a rendered page may be, in seconds. The browser asks for what is true now as soon as it has the page. */
const revalidateSeconds = 60;

/**
 * A catalogue query while rendering on the server. `undefined` when there is no API (a build has none) or it does not
 * answer: the page then renders without, and the browser asks.
 */
async function ask<T>(path: string, input?: object): Promise<T | "not-found" | undefined> {
  const apiUrl = process.env["DOORBUSTER_API_URL"];
  if (!apiUrl) return undefined;
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  try {
    const response = await fetch(`${apiUrl}/trpc/${path}${query}`, {
      next: { revalidate: revalidateSeconds },
    });
    if (response.status === 404) return "not-found";
    if (!response.ok) return undefined;
    return ((await response.json()) as { result: { data: T } }).result.data;
  } catch {
    return undefined;
  }
}

export async function fetchDrop(): Promise<readonly Offer[] | undefined> {
  const drop = await ask<readonly Offer[]>("catalog.list");
  return drop === "not-found" ? undefined : drop;
}

export function fetchOffer(sku: string): Promise<Offer | "not-found" | undefined> {
  return ask<Offer>("catalog.get", { sku });
}
