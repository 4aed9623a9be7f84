import { expect, test } from "vitest";
import { authorization, refusal, secretKey, startSandboxProcess } from "../testing.ts";

const testTimeoutMs = 60_000;

test(
  "fifty identical calls at once make one payment",
  async () => {
    const sandbox = await startSandboxProcess();
    try {
      const call = async () => {
        try {
          return await sandbox.stripe.paymentIntents.create(authorization, { idempotencyKey: "one" });
        } catch (error) {
          expect(error).toMatchObject({ statusCode: 409, code: "idempotency_key_in_use" });
          return undefined;
        }
      };
      const settled = await Promise.all(Array.from({ length: 50 }, call));
      const answers = settled.filter((answer) => answer !== undefined);
      expect(answers.length).toBeGreaterThan(0);
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
      expect((await sandbox.stripe.paymentIntents.list()).data).toHaveLength(1);
    } finally {
      await sandbox.stop();
    }
  },
  testTimeoutMs,
);

test(
  "a request under way is told apart from one that is over",
  async () => {
    const sandbox = await startSandboxProcess();
    try {
      const post = () =>
        fetch(`${sandbox.url}/v1/payment_intents`, {
          method: "POST",
          headers: { authorization: `Bearer ${secretKey}`, "idempotency-key": "k" },
          body: new URLSearchParams({ amount: "100", currency: "gbp" }),
        });
      const statuses = (await Promise.all(Array.from({ length: 50 }, post))).map(({ status }) => status);
      expect(new Set([200, 409, ...statuses])).toEqual(new Set([200, 409]));

      const replay = await post();
      expect(replay.headers.get("idempotent-replayed")).toBe("true");
      expect(replay.headers.get("request-id")).toMatch(/^req_/);
    } finally {
      await sandbox.stop();
    }
  },
  testTimeoutMs,
);

test(
  "a key gives its first answer again after a crash, a decline too, and refuses other parameters",
  async () => {
    let sandbox = await startSandboxProcess();
    const { dataDir } = sandbox;
    const declined = { ...authorization, payment_method: "pm_card_visa_chargeDeclined" };
    const held = await sandbox.stripe.paymentIntents.create(authorization, { idempotencyKey: "held" });
    const first = await refusal(
      sandbox.stripe.paymentIntents.create(declined, { idempotencyKey: "declined" }),
    );
    await sandbox.kill();

    sandbox = await startSandboxProcess({ dataDir });
    try {
      const { stripe } = sandbox;
      const again = await stripe.paymentIntents.create(authorization, { idempotencyKey: "held" });
      expect(again.id).toBe(held.id);
      const second = await refusal(stripe.paymentIntents.create(declined, { idempotencyKey: "declined" }));
      expect(second.payment_intent?.id).toBe(first.payment_intent?.id);
      expect((await stripe.paymentIntents.list()).data).toHaveLength(2);

      const other = stripe.paymentIntents.create({ ...authorization, amount: 1 }, { idempotencyKey: "held" });
      expect(await refusal(other)).toMatchObject({ statusCode: 400, type: "StripeIdempotencyError" });
    } finally {
      await sandbox.stop();
    }
  },
  testTimeoutMs,
);

test(
  "parameters that cannot be read leave the key free",
  async () => {
    const sandbox = await startSandboxProcess();
    try {
      const options = { idempotencyKey: "typo" };
      await refusal(sandbox.stripe.paymentIntents.create({ ...authorization, amount: 0.5 }, options));
      const held = await sandbox.stripe.paymentIntents.create(authorization, options);
      expect(held.status).toBe("requires_capture");
    } finally {
      await sandbox.stop();
    }
  },
  testTimeoutMs,
);
