import { settings, stageSecrets } from "./stage.ts";

/** The stage's account at the payment provider. */
export const stageAccount = {
  secretKey: () => stageSecrets.get("paymentSecretKey"),
  baseUrl: settings.paymentBaseUrl,
};
