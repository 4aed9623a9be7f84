import { storedValue } from "../site/storage.ts";

/** What the API wants to know of a browser that shows pushes. */
export interface BrowserSubscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** What the API says about pushes: the key that subscriptions are bound to, and the laptop edition's own service. */
export interface PushService {
  readonly key: string;
  readonly localService?: string | undefined;
}

const workerUrl = "/push-worker.js";

export const canPush = () =>
  "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** A subscription that the laptop edition's push service made for this browser, and how far its messages were shown. */
export interface LocalSubscription extends BrowserSubscription {
  readonly seen: number;
}

export const localSubscription = storedValue<LocalSubscription | null>("doorbuster.push", (text) => {
  try {
    const value = JSON.parse(text ?? "null") as LocalSubscription | null;
    return typeof value?.endpoint === "string" && typeof value.seen === "number" ? value : null;
  } catch {
    return null;
  }
});

/** The worker once it is at work; registered when it is not there yet. */
export async function pushWorker(): Promise<ServiceWorkerRegistration> {
  await navigator.serviceWorker.register(workerUrl);
  return navigator.serviceWorker.ready;
}

/** Where pushes reach this browser, if anything was ever subscribed here. */
export async function browserEndpoint(): Promise<string | null> {
  if (!canPush()) return null;
  const registration = await navigator.serviceWorker.getRegistration(workerUrl);
  const subscription = await registration?.pushManager.getSubscription();
  return subscription?.endpoint ?? localSubscription.get()?.endpoint ?? null;
}

export class PushDenied extends Error {
  override readonly name = "PushDenied";
}

/**
 * Asks for leave to show notifications, and subscribes this browser. Call it out of a press of a button: browsers ask
 * nobody who did nothing.
 *
 * @throws PushDenied when the customer, or the browser for them, said no
 */
export async function subscribeBrowser({ key, localService }: PushService): Promise<BrowserSubscription> {
  const [registration, permission] = await Promise.all([pushWorker(), Notification.requestPermission()]);
  if (permission !== "granted") throw new PushDenied();
  try {
    const subscription = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: key,
    });
    return asPlain(subscription);
  } catch (error) {
    // The browser has no push service, or does not reach it: a laptop without the internet, a private window.
    if (localService === undefined) throw error;
    return subscribeLocally(localService, key);
  }
}

function asPlain(subscription: PushSubscription): BrowserSubscription {
  const { p256dh = "", auth = "" } = subscription.toJSON().keys ?? {};
  return { endpoint: subscription.endpoint, keys: { p256dh, auth } };
}

/** Plain text, so that the browser need not ask the other origin first whether it may. */
async function subscribeLocally(service: string, key: string): Promise<BrowserSubscription> {
  const known = localSubscription.get();
  if (known !== null && known.endpoint.startsWith(service)) return known;
  const response = await fetch(`${service}/push/subscriptions`, {
    method: "POST",
    body: JSON.stringify({ applicationServerKey: key }),
  });
  if (!response.ok) throw new Error(`the push service answered ${response.status}`);
  const { endpoint, keys } = (await response.json()) as BrowserSubscription;
  localSubscription.set({ endpoint, keys, seen: 0 });
  return { endpoint, keys };
}
