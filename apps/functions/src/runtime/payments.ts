import { stripePaymentProvider } from "@doorbuster/adapters/payment/stripe";
import { settings, stageSecrets } from "./stage.ts";

/** The stage's payment provider, for the functions that may hold its key. */
export const stagePayments = () =>
  stripePaymentProvider({
    secretKey: () => stageSecrets.get("paymentSecretKey"),
    baseUrl: settings.paymentBaseUrl,
    returnUrl: (orderId) => `${settings.storefrontUrl}/orders/${orderId}`,
  });
