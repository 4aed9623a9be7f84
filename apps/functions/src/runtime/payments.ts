import { stripePaymentProvider } from "@doorbuster/adapters/payment/stripe";
import { stageAccount } from "./paymentAccount.ts";
import { settings } from "./stage.ts";

/** The stage's payment provider, for the functions that may hold its key. */
export const stagePayments = () =>
  stripePaymentProvider({
    ...stageAccount,
    returnUrl: (orderId) => `${settings.storefrontUrl}/orders/${orderId}`,
  });
