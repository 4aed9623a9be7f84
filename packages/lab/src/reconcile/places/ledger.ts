import { readFile } from "node:fs/promises";
import * as z from "zod";
import type { LedgerPayment } from "@doorbuster/core/payment/ledger";

const pageSchema = z.object({
  payments: z.array(
    z.object({
      id: z.string(),
      orderId: z.string().nullable(),
      amount: z.int(),
      currency: z.string(),
      status: z.string(),
      capturedAmount: z.int(),
      refundedAmount: z.int(),
    }),
  ),
  next: z.int().nullable(),
});

/** Every payment in the sandbox's ledger, asked over HTTP. */
export async function readLedger(sandbox: string, secretsFile: string): Promise<LedgerPayment[]> {
  const { paymentSecretKey } = z
    .object({ paymentSecretKey: z.string() })
    .parse(JSON.parse(await readFile(secretsFile, "utf8")));
  const payments: LedgerPayment[] = [];
  let after: number | null = 0;
  while (after !== null) {
    const response = await fetch(`${sandbox}/sandbox/ledger?limit=1000&after=${after}`, {
      headers: { authorization: `Bearer ${paymentSecretKey}` },
    });
    if (!response.ok) throw new Error(`the payment sandbox's ledger answered ${response.status}`);
    const page: z.infer<typeof pageSchema> = pageSchema.parse(await response.json());
    payments.push(...page.payments.map(paymentOf));
    after = page.next;
  }
  return payments;
}

function paymentOf({
  id,
  orderId,
  currency,
  status,
  amount,
  capturedAmount,
  refundedAmount,
}: z.infer<typeof pageSchema>["payments"][number]): LedgerPayment {
  const held = status === "requires_capture" ? amount : 0;
  return { id, orderId, currency, held, taken: capturedAmount, refunded: refundedAmount };
}
