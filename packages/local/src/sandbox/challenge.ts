import { emit, noRequest, showPayment, type SandboxContext } from "./api/endpoint.ts";
import { authenticate, type Payment } from "./payments/payment.ts";
import { html, type HttpAnswer, type HttpRequest } from "../service-kit/http.ts";
import { brand, markup, page, type Markup } from "../service-kit/page.ts";

/**
 * The bank's page of 3-D Secure. The cardholder completes or fails the challenge and is sent back to the payment's
 * `return_url` with `payment_intent` and `redirect_status`, as by Stripe. The shop then asks the API how the payment
 * stands: what a redirect says is no proof.
 */
export async function challenge(context: SandboxContext, request: HttpRequest): Promise<HttpAnswer> {
  const id = request.path.split("/").at(-1) ?? "";
  const form = request.method === "POST" ? new URLSearchParams(request.body.toString()) : request.query;
  const clientSecret = form.get("client_secret") ?? "";
  const find = () => {
    const payment = context.ledger.payment(id);
    return payment?.clientSecret === clientSecret ? payment : undefined;
  };
  if (request.method === "GET") return show(await context.ledger.read(find));

  const payment = await context.ledger.write(() => {
    const found = find();
    return found?.status === "requires_action"
      ? settle(context, found, form.get("outcome") === "complete")
      : found;
  });
  return payment?.returnUrl ? sendBack(payment, payment.returnUrl) : show(payment);
}

function settle(context: SandboxContext, payment: Payment, passed: boolean): Payment {
  const method = context.ledger.paymentMethod(payment.methodId ?? "");
  if (!method) throw new Error(`payment ${payment.id} waits for a card that is not on the books`);
  const step = authenticate(payment, method, passed, context.newId("ch"));
  context.ledger.updatePayment(step.payment);
  if (step.payment.failure === null) context.ledger.savePaymentMethod({ ...method, used: true });
  emit(context, step.event, showPayment(context, step.payment), noRequest);
  return step.payment;
}

function sendBack(payment: Payment, returnUrl: string): HttpAnswer {
  const target = new URL(returnUrl);
  const passed = payment.status === "requires_capture" || payment.status === "succeeded";
  target.searchParams.set("payment_intent", payment.id);
  target.searchParams.set("payment_intent_client_secret", payment.clientSecret);
  target.searchParams.set("redirect_status", passed ? "succeeded" : "failed");
  return { status: 303, headers: { location: target.href, "cache-control": "no-store" }, body: "" };
}

function show(payment: Payment | undefined): HttpAnswer {
  if (!payment) return answer(404, "This payment is not known here", markup``);
  const origin = payment.returnUrl === null ? "" : new URL(payment.returnUrl).origin;
  if (payment.status !== "requires_action") {
    const back = payment.returnUrl && markup`<p><a href="${payment.returnUrl}">Back to the shop</a></p>`;
    return answer(200, "There is nothing left to confirm", markup`${back}`, origin);
  }
  const format = new Intl.NumberFormat("en-GB", { style: "currency", currency: payment.currency });
  const amount = format.format(payment.amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  return answer(
    200,
    "Is this you?",
    markup`<p>Your bank would ask you here to confirm a payment of <strong>${amount}</strong>. This is the payment sandbox: you
choose what the bank hears.</p>
<form method="post" action="/authenticate/${payment.id}">
<input type="hidden" name="client_secret" value="${payment.clientSecret}">
<button class="primary" name="outcome" value="complete">Confirm the payment</button>
<button class="secondary" name="outcome" value="fail">Refuse it</button>
</form>`,
    origin,
  );
}

/** @param returnOrigin browsers hold `form-action` against the redirect that follows the form, too */
function answer(status: number, heading: string, content: Markup, returnOrigin = ""): HttpAnswer {
  const body = markup`<main>${brand("test bank")}<h1>${heading}</h1>${content}</main>`;
  return html(status, page({ title: `${heading} · Payment sandbox`, styles, body }), {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self' ${returnOrigin}`,
  });
}

const styles = `
body { min-height: 100dvh; display: grid; place-items: center; padding: 1.5rem 1rem; }
main {
  width: min(26rem, 100%); padding: 2rem; border: 1px solid var(--line); border-radius: 14px; background: var(--sheet);
}
h1 { font-size: 1.5rem; line-height: 1.2; letter-spacing: -.015em; margin: 1.5rem 0 .5rem; }
form { display: grid; gap: .75rem; margin-top: 1.5rem; }
form button { height: 2.75rem; border-radius: 8px; font-weight: 600; }
.primary { border: 0; background: var(--accent); color: var(--on-accent); }
.secondary { border: 1px solid var(--field); background: transparent; }
form button:hover { filter: brightness(1.08); }
`;
