import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatCardNumber } from "./cards/card-number.ts";
import { testCards } from "./cards/test-cards.ts";
import type { LedgerReport } from "./payments/report.ts";
import { authorization, secretKey, startSandboxProcess, type SandboxProcess } from "./testing.ts";

const testTimeoutMs = 60_000;
const withKey = { headers: { authorization: `Bearer ${secretKey}` } };

async function ledgerOf({ url }: SandboxProcess, query = ""): Promise<LedgerReport> {
  const response = await fetch(`${url}/sandbox/ledger${query}`, withKey);
  expect(response.status).toBe(200);
  return (await response.json()) as LedgerReport;
}

function tokenize(url: string, number: string, key = "pk_test_doorbuster"): Promise<Response> {
  return fetch(`${url}/v1/payment_methods`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: new URLSearchParams({
      type: "card",
      "card[number]": number,
      "card[exp_month]": "12",
      "card[exp_year]": "2049",
      "card[cvc]": number.startsWith("37") ? "1234" : "123",
    }),
  });
}

test(
  "what was answered survives a power cut in the middle of the work",
  async () => {
    let sandbox = await startSandboxProcess();
    const answered: string[] = [];
    const shopper = async () => {
      for (;;) {
        try {
          answered.push((await sandbox.stripe.paymentIntents.create(authorization)).id);
        } catch {
          return; // the power is cut
        }
        if (answered.length === 200) await sandbox.kill();
      }
    };
    await Promise.all(Array.from({ length: 16 }, shopper));
    expect(answered.length).toBeGreaterThanOrEqual(200);

    sandbox = await startSandboxProcess({ dataDir: sandbox.dataDir });
    try {
      const { payments, totals } = await ledgerOf(sandbox);
      const kept = new Set(payments.map(({ id }) => id));
      expect(answered.filter((id) => !kept.has(id))).toEqual([]);
      expect(totals.amountMinor).toBe(authorization.amount * totals.authorized);
    } finally {
      await sandbox.stop();
    }
  },
  testTimeoutMs,
);

test(
  "card numbers are in no file and in no answer",
  async () => {
    const sandbox = await startSandboxProcess();
    for (const { number, brand } of testCards) {
      const response = await tokenize(sandbox.url, number);
      const method = (await response.json()) as { id: string };
      expect(method).toMatchObject({
        id: expect.stringMatching(/^pm_/),
        card: { brand, last4: number.slice(-4) },
      });
      const params = { ...authorization, payment_method: method.id };
      // A decline rejects, and so does a lost answer; both are written down all the same.
      await sandbox.stripe.paymentIntents.create(params, { timeout: 3_000 }).catch(() => undefined);
    }
    const contents = () =>
      readdirSync(sandbox.dataDir).map((file) => readFileSync(join(sandbox.dataDir, file), "latin1"));
    const whileRunning = contents();
    await sandbox.stop();
    const everything = [...whileRunning, ...contents()].join("\n");
    expect(everything).toContain("pm_");
    for (const { number } of testCards) {
      expect(everything).not.toContain(number);
      expect(everything).not.toContain(formatCardNumber(number));
    }
  },
  testTimeoutMs,
);

test(
  "a card number is taken from the hosted fields alone, and only if it is a test card's",
  async () => {
    const sandbox = await startSandboxProcess();
    try {
      const fromServer = await tokenize(sandbox.url, "4242424242424242", secretKey);
      expect(fromServer.status).toBe(401);
      const misspelt = await tokenize(sandbox.url, "4242424242424241");
      expect(misspelt.status).toBe(402);
      expect(await misspelt.json()).toMatchObject({ error: { code: "incorrect_number", param: "number" } });
      const strangers = await tokenize(sandbox.url, "4111111111111111");
      expect(await strangers.json()).toMatchObject({ error: { decline_code: "test_mode_live_card" } });
    } finally {
      await sandbox.stop();
    }
  },
  testTimeoutMs,
);

test(
  "the ledger tells of every payment and sums them up",
  async () => {
    const sandbox = await startSandboxProcess();
    const { stripe } = sandbox;
    try {
      const pay = (order: string, amount: number) =>
        stripe.paymentIntents.create({ ...authorization, amount, metadata: { order_id: order } });
      const held = await pay("ord_held", 100);
      const taken = await pay("ord_taken", 200);
      const freed = await pay("ord_freed", 400);
      await stripe.paymentIntents.capture(taken.id);
      const refund = await stripe.refunds.create({
        payment_intent: taken.id,
        amount: 50,
        reason: "duplicate",
        metadata: { refund_id: "r1" },
      });
      await stripe.paymentIntents.cancel(freed.id);

      const { totals, payments, next } = await ledgerOf(sandbox);
      expect(totals).toEqual({
        payments: 3,
        authorized: 2,
        captures: 1,
        amountMinor: 300,
        refunds: 1,
        refundedMinor: 50,
      });
      expect(next).toBeNull();
      expect(payments).toContainEqual({
        id: taken.id,
        orderId: "ord_taken",
        amount: 200,
        currency: "GBP",
        status: "succeeded",
        capturedAmount: 200,
        refundedAmount: 50,
        refunds: [
          {
            id: refund.id,
            amount: 50,
            reason: "duplicate",
            metadata: { refund_id: "r1" },
            status: "succeeded",
          },
        ],
      });
      const paged: string[] = [];
      for (let after: number | null = 0; after !== null;) {
        const page: LedgerReport = await ledgerOf(sandbox, `?limit=2&after=${after}`);
        paged.push(...page.payments.map(({ id }) => id));
        after = page.next;
      }
      expect(paged).toEqual([held.id, taken.id, freed.id]);
      expect((await fetch(`${sandbox.url}/sandbox/ledger`)).status).toBe(401);
    } finally {
      await sandbox.stop();
    }
  },
  testTimeoutMs,
);

test(
  "3-D Secure: the shopper confirms or refuses on the bank's page and is sent back",
  async () => {
    const sandbox = await startSandboxProcess();
    const { stripe } = sandbox;
    try {
      const visit = async (outcome: string) => {
        const payment = await stripe.paymentIntents.create({
          ...authorization,
          payment_method: "pm_card_authenticationRequired",
        });
        expect(payment).toMatchObject({ status: "requires_action", amount_capturable: 0 });
        const bank = payment.next_action!.redirect_to_url!.url!;
        expect(await (await fetch(bank)).text()).toContain("£12.34");
        const { pathname, searchParams } = new URL(bank);
        const back = await fetch(new URL(pathname, sandbox.url), {
          method: "POST",
          redirect: "manual",
          body: new URLSearchParams({ client_secret: searchParams.get("client_secret")!, outcome }),
        });
        const target = new URL(back.headers.get("location")!);
        return { target, after: await stripe.paymentIntents.retrieve(payment.id) };
      };
      const confirmed = await visit("complete");
      expect(confirmed.after.status).toBe("requires_capture");
      expect(confirmed.target.href).toContain(authorization.return_url);
      expect(confirmed.target.searchParams.get("redirect_status")).toBe("succeeded");
      const refused = await visit("fail");
      expect(refused.after.status).toBe("requires_payment_method");
      expect(refused.after.last_payment_error?.code).toBe("payment_intent_authentication_failure");
      expect(refused.target.searchParams.get("redirect_status")).toBe("failed");
    } finally {
      await sandbox.stop();
    }
  },
  testTimeoutMs,
);

test(
  "nobody passes the bank's page without the payment's own secret",
  async () => {
    const sandbox = await startSandboxProcess();
    try {
      const params = { ...authorization, payment_method: "pm_card_authenticationRequired" };
      const { id } = await sandbox.stripe.paymentIntents.create(params);
      const body = new URLSearchParams({ client_secret: "guessed", outcome: "complete" });
      const answer = await fetch(`${sandbox.url}/authenticate/${id}`, { method: "POST", body });
      expect(answer.status).toBe(404);
      expect((await sandbox.stripe.paymentIntents.retrieve(id)).status).toBe("requires_action");
    } finally {
      await sandbox.stop();
    }
  },
  testTimeoutMs,
);

test(
  "the card fields are held by allowed pages alone",
  async () => {
    const sandbox = await startSandboxProcess({
      args: ["--host-origins", "http://localhost:* https://shop.example"],
    });
    try {
      const open = (parent: string) => fetch(`${sandbox.url}/fields/v1?${new URLSearchParams({ parent })}`);
      const allowed = await open("http://localhost:3000");
      expect(allowed.status).toBe(200);
      const policy = allowed.headers.get("content-security-policy");
      expect(policy).toContain("frame-ancestors http://localhost:* https://shop.example");
      expect(await allowed.text()).toContain('data-parent="http://localhost:3000"');
      for (const stranger of [
        "",
        "https://evil.example",
        "http://localhost:3000.evil.example",
        "https://shop.example:1",
      ]) {
        expect((await open(stranger)).status).toBe(403);
      }
    } finally {
      await sandbox.stop();
    }
  },
  testTimeoutMs,
);

test(
  "ends when it is told to, and when whoever started it is gone",
  async () => {
    expect(await (await startSandboxProcess()).stop()).toBe(0);
    expect(await (await startSandboxProcess()).orphan()).toBe(0);
  },
  testTimeoutMs,
);
