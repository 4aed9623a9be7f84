import type { Page } from "@playwright/test";

/**
 * Stands for js.stripe.com: the part of Stripe.js' documented interface that the checkout uses, each field in a frame of
 * that origin as Stripe's are, `style` attributes included. The card is always the one that pays.
 */
export async function serveStripeJs(page: Page): Promise<void> {
  await page.route("https://js.stripe.com/endive/stripe.js", (route) =>
    route.fulfill({ contentType: "text/javascript", body: `window.Stripe = ${stripe.toString()};` }),
  );
  await page.route("https://js.stripe.com/field/*", (route) => {
    const label = decodeURIComponent(new URL(route.request().url()).pathname.split("/").at(-1) ?? "");
    return route.fulfill({
      contentType: "text/html",
      body: `<title>${label}</title><input aria-label="${label}">`,
    });
  });
}

/** Runs in the page: nothing outside it may be used here. */
function stripe(publishableKey: string) {
  const labels = { cardNumber: "Card number", cardExpiry: "Expiry date", cardCvc: "Security code" };
  const mounted = new Set<string>();
  const create = (type: keyof typeof labels) => {
    const handlers: Record<string, (event: object) => void> = {};
    return {
      on: (event: string, handler: (event: object) => void) => void (handlers[event] = handler),
      mount(place: HTMLElement) {
        const frame = document.createElement("iframe");
        frame.setAttribute("style", "border: 0; width: 100%; height: 24px");
        frame.src = `https://js.stripe.com/field/${labels[type]}`;
        frame.addEventListener("load", () => {
          mounted.add(type);
          handlers["ready"]?.({});
        });
        place.append(frame);
      },
      update: () => undefined,
      focus: () => undefined,
      destroy: () => undefined,
    };
  };
  return {
    elements: () => ({ create }),
    createPaymentMethod: () =>
      Promise.resolve(
        publishableKey === "pk_test_story" && mounted.size === 3
          ? { paymentMethod: { id: "pm_card_visa" } }
          : { error: { type: "invalid_request_error", message: "not ready" } },
      ),
  };
}
