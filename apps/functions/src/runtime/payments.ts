import { stageOf } from "@doorbuster/adapters/aws/resources";
import { stripePaymentProvider } from "@doorbuster/adapters/payment/stripe";
import { stripePaymentLedger } from "@doorbuster/adapters/payment/stripeLedger";
import { settings, stageSecrets } from "./stage.ts";

const account = {
  secretKey: () => stageSecrets.get("paymentSecretKey"),
  baseUrl: settings.paymentBaseUrl,
  stage: stageOf(),
};

/** The stage's payment provider, for the functions that may hold its key. */
export const stagePayments = () =>
  stripePaymentProvider({
    ...account,
    returnUrl: (orderId) => `${settings.storefrontUrl}/orders/${orderId}`,
  });

/** The provider's own books, for whoever audits ours. */
export const stageLedger = () => stripePaymentLedger(account);
