import type { Page, Worker } from "@playwright/test";

/** A notification that the shop's service worker shows. */
export interface Shown {
  readonly title: string;
  readonly body: string;
  /** Where a click leads. */
  readonly url: string;
}

/**
 * Watches what the shop's service worker shows from now on. Call it once the page has registered the worker.
 *
 * A headless shell, as the packaged Chromium is one, has no place for notifications: it grants a page leave to show them,
 * and lets no worker do so ("No notification permission has been granted for this origin"). There, and there alone, the
 * last call of the worker is written down where the browser would refuse it. What goes before it, the worker itself and
 * the event that wakes it, is real in every browser.
 *
 * @returns reads what is shown now
 */
export async function watchNotifications(page: Page): Promise<() => Promise<Shown[]>> {
  if (await page.evaluate(() => Notification.permission === "granted")) return () => shownBy(page);
  const [worker = await page.context().waitForEvent("serviceworker")] = page.context().serviceWorkers();
  await worker.evaluate(keepNotifications);
  return () => keptBy(worker);
}

function shownBy(page: Page): Promise<Shown[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const notifications = await registration.getNotifications();
    return notifications.map(({ title, body, data }) => ({
      title,
      body,
      url: (data as { url: string }).url,
    }));
  });
}

/** The worker's global scope, and what is kept there. */
interface Scope {
  readonly registration: { showNotification: ServiceWorkerRegistration["showNotification"] };
  kept: Map<string, Shown>;
}

/** Runs in the worker: nothing outside it may be used here. Like a browser it keeps one notification for each tag. */
function keepNotifications(): void {
  const scope = globalThis as unknown as Scope;
  scope.kept = new Map();
  scope.registration.showNotification = (title, { body = "", tag = "", data } = {}) => {
    const { url } = structuredClone(data) as { url: string };
    scope.kept.set(tag === "" ? `untagged ${scope.kept.size}` : tag, { title, body, url });
    return Promise.resolve();
  };
}

function keptBy(worker: Worker): Promise<Shown[]> {
  return worker.evaluate(() => [...(globalThis as unknown as Scope).kept.values()]);
}
