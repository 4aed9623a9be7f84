/*
 * The shop's service worker. It does one thing: it shows what the shop pushes, while no page of the shop is open too. It
 * caches nothing and touches no request.
 */
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/** From the browser's push service; the browser has decrypted it. */
self.addEventListener("push", (event) => event.waitUntil(show(event.data.json())));

/** From a page of the shop, which fetched it from the laptop edition's push service. */
self.addEventListener("message", (event) => event.waitUntil(show(event.data)));

/** One notification per tag: what arrives twice is shown once. */
function show({ title, body, tag, url }) {
  return self.registration.showNotification(title, { body, tag, icon: "/apple-icon.png", data: { url } });
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});

/** Comes back to a tab that shows the order already, or opens one. */
async function open(url) {
  const tabs = await self.clients.matchAll({ type: "window" });
  const { pathname } = new URL(url);
  const tab = tabs.find((each) => new URL(each.url).pathname === pathname);
  return tab ? tab.focus() : self.clients.openWindow(url);
}
