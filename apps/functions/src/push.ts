import { webPushChannel } from "@doorbuster/adapters/notification/webPushChannel";
import { systemClock } from "@doorbuster/adapters/system";
import { pushOutlet } from "@doorbuster/core/notification/outlets";
import { customerKeyFor, notifier, stagePreferences } from "./runtime/notifier.ts";
import { settings, stageSecrets } from "./runtime/stage.ts";

const channel = webPushChannel({
  vapidKey: () => stageSecrets.get("vapidKey"),
  contact: `mailto:${settings.senderEmail}`,
  clock: systemClock,
});

/** Tells customers in every browser in which they want it, each of each event once; forgets browsers that are gone. */
export const handler = notifier(
  pushOutlet(channel, async (entry, endpoint) => {
    await stagePreferences.unsubscribe(await customerKeyFor(entry), endpoint);
  }),
  "PushDeadLetters",
);
