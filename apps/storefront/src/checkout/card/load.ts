import type { MountCardFields } from "./port.ts";
import { loadSandboxFields } from "./sandbox.ts";
import type { CardFieldsSetting } from "./setting.ts";
import { loadStripeFields } from "./stripe.ts";

/** Loads the card fields that the setting names. Rejects when their script cannot be had; the next call tries again. */
export function loadCardFields(setting: CardFieldsSetting): Promise<MountCardFields> {
  return setting.kind === "stripe" ? loadStripeFields(setting) : loadSandboxFields(setting);
}
