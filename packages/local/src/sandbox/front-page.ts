import { formatCardNumber } from "./cards/card-number.ts";
import { magicAmounts } from "./cards/behaviours.ts";
import { testCards } from "./cards/test-cards.ts";
import { faults } from "./faults/catalogue.ts";
import type { ActiveRule } from "./faults/rules.ts";
import type { Ledger } from "./payments/ledger.ts";
import type { Payment, PaymentStatus } from "./payments/payment.ts";
import { html, type HttpAnswer } from "../service-kit/http.ts";
import { brand, markup, page, type Markup } from "../service-kit/page.ts";

const shownPayments = 50;

const statusNames: Record<PaymentStatus, { readonly name: string; readonly tone: string }> = {
  requires_payment_method: { name: "declined", tone: "bad" },
  requires_confirmation: { name: "not confirmed", tone: "" },
  requires_action: { name: "waiting for 3-D Secure", tone: "warn" },
  requires_capture: { name: "held", tone: "accent" },
  succeeded: { name: "captured", tone: "good" },
  canceled: { name: "released", tone: "" },
};

/** What the sandbox is, what it was told to do wrong, which cards it takes, and what it has on its books lately. */
export function frontPage(ledger: Ledger, rules: readonly ActiveRule[]): HttpAnswer {
  const { records } = ledger.list("payments", {
    limit: shownPayments,
    startingAfter: undefined,
    created: {},
  });
  const body = markup`
<header>${brand("payment sandbox")}</header>
<main>
<h1>No real money here</h1>
<p class="lead">This process stands for the payment provider. It speaks the part of Stripe's API that the shop uses,
serves the card fields of the checkout, and keeps a ledger of its own.</p>
<section><h2 id="faults">Faults</h2>${faultTable(rules)}</section>
<section><h2 id="payments">Latest payments</h2>${paymentTable(ledger, records)}</section>
<section><h2 id="cards">Test cards</h2>
<p class="hint">Any future expiry date, any security code. Other numbers are refused. Server code uses the token.</p>
${cardTable()}</section>
<section><h2 id="amounts">Amounts</h2>
<p class="hint">A payment of exactly so many minor units behaves in its own way, whatever the card.</p>
${amountTable()}</section>
</main>`;
  return html(200, page({ title: "Payment sandbox · Doorbuster", styles, body }), {
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'",
  });
}

function faultTable(rules: readonly ActiveRule[]): Markup {
  if (rules.length === 0) {
    return markup`<p class="empty">None. <code>PUT /sandbox/faults</code> makes all of it misbehave; some cards below do so by themselves.</p>`;
  }
  return markup`<div class="scroll" tabindex="0" role="region" aria-labelledby="faults"><table>
<thead><tr><th>Fault</th><th>What happens</th><th>To</th><th class="number">Chance</th><th class="number">Struck</th></tr></thead>
<tbody>${rules.map(
    (rule) => markup`<tr><td><span class="badge warn">${rule.fault}</span></td>
<td>${faults[rule.fault].meaning}</td><td>${rule.operations?.join(", ") ?? "all"}</td>
<td class="number">${Math.round(rule.probability * 100)} %</td>
<td class="number">${rule.struck}${rule.times !== undefined && ` of ${rule.times}`}</td></tr>`,
  )}</tbody></table></div>`;
}

function paymentTable(ledger: Ledger, payments: readonly Payment[]): Markup {
  if (payments.length === 0) {
    return markup`<p class="empty">Nothing yet. A payment shows here as soon as somebody buys.</p>`;
  }
  return markup`<div class="scroll" tabindex="0" role="region" aria-labelledby="payments"><table>
<thead><tr><th class="number">Amount</th><th>Status</th><th>Card</th><th>Order</th><th>Time (UTC)</th></tr></thead>
<tbody>${payments.map((payment) => paymentRow(ledger, payment))}</tbody></table></div>`;
}

function paymentRow(ledger: Ledger, payment: Payment): Markup {
  const { name, tone } = statusNames[payment.status];
  const method = payment.methodId === null ? undefined : ledger.paymentMethod(payment.methodId);
  const time = new Date(payment.created * 1000).toISOString();
  return markup`<tr><td class="number">${money(payment.amount, payment.currency)}${
    payment.refunded > 0 && markup`<small>${money(payment.refunded, payment.currency)} refunded</small>`
  }</td>
<td><span class="badge ${tone}">${name}</span>${payment.failure && markup`<small>${payment.failure.declineCode ?? payment.failure.code}</small>`}</td>
<td>${method ? `${method.brand} ··${method.last4}` : "–"}</td>
<td><code title="${payment.id}">${payment.metadata["order_id"] ?? payment.id}</code></td>
<td><time datetime="${time}">${time.slice(0, 19).replace("T", " ")}</time></td></tr>`;
}

function cardTable(): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-labelledby="cards"><table>
<thead><tr><th>Number</th><th>What happens</th><th>Token</th></tr></thead>
<tbody>${testCards.map(
    (card) => markup`<tr><td><code class="digits">${formatCardNumber(card.number)}</code></td>
<td>${card.meaning}</td><td><code>${card.token}</code></td></tr>`,
  )}</tbody></table></div>`;
}

function amountTable(): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-labelledby="amounts"><table>
<thead><tr><th class="number">Amount</th><th>Behaviour</th></tr></thead>
<tbody>${[...magicAmounts].map(
    ([amount, behaviour]) => markup`<tr><td class="number"><code class="digits">${amount}</code></td>
<td><code>${behaviour}</code></td></tr>`,
  )}</tbody></table></div>`;
}

function money(amount: number, currency: string): string {
  const format = new Intl.NumberFormat("en-GB", { style: "currency", currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

const styles = `
header, main { max-width: 66rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
h1 { font-size: 1.75rem; line-height: 1.2; letter-spacing: -.02em; margin-top: 2rem; }
h2 { font-size: 1.125rem; margin-bottom: .5rem; }
.lead { max-width: 42rem; margin-top: .5rem; color: var(--quiet); }
.hint { color: var(--quiet); font-size: .9375rem; margin-bottom: .75rem; }
section { margin: 2rem 0; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 12px; background: var(--sheet); }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
th, td { padding: .5rem .875rem; text-align: start; vertical-align: top; white-space: nowrap; }
th { font-size: .8125rem; font-weight: 550; color: var(--quiet); }
tr + tr td, thead + tbody td { border-top: 1px solid var(--line); }
.number { text-align: end; font-variant-numeric: tabular-nums; }
.digits { font-variant-numeric: tabular-nums; }
td small { display: block; color: var(--quiet); font-size: .8125rem; }
time { font-variant-numeric: tabular-nums; color: var(--quiet); }
.empty { padding: 2.5rem 1rem; text-align: center; color: var(--quiet); border: 1px dashed var(--line); border-radius: 12px; }
`;
