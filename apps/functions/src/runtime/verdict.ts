import type { SecretStore } from "@doorbuster/adapters/access/secrets";
import { verifyWebhook, type SignedWebhook, type WebhookVerdict } from "@doorbuster/adapters/payment/webhook";

/**
 * Verifies a webhook by the secrets that are believed; one that none of them has signed, by those that are true now as
 * well, as a secret may have been replaced a minute ago. Whoever sends forged ones makes us ask no more often for it:
 * `getAnew` has its own bound.
 *
 * @param now milliseconds since the Unix epoch
 * @throws SecretUnavailable when the secrets can't be read, and never were
 */
export async function verdictOn(
  webhook: SignedWebhook,
  secrets: SecretStore,
  now: number,
): Promise<WebhookVerdict> {
  const verdict = verifyWebhook(webhook, await secrets.get("webhookSecrets"), now);
  if (verdict.ok || verdict.reason !== "bad_signature") return verdict;
  return verifyWebhook(webhook, await secrets.getAnew("webhookSecrets"), now);
}
