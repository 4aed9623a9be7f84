import { ChannelRefused, type Channel, type PushMessage } from "@doorbuster/core/notification/message";
import type { Clock } from "@doorbuster/core/ports";
import { encryptPush } from "./pushEncryption.ts";
import { wasNeverSent } from "../neverSent.ts";
import { vapidAuthorization } from "./vapid.ts";
import type { VapidKey } from "./vapidKey.ts";

/** How long a push service keeps a message for a browser that is off. What an order did yesterday is still news. */
const keepSeconds = 24 * 60 * 60;
const timeoutMs = 5_000;

/** Web Push: one POST to the address that the browser named (RFC 8030), encrypted for it, signed by us. */
export function webPushChannel(deps: {
  readonly vapidKey: () => Promise<VapidKey>;
  /** Where a push service can write to about us, `mailto:` or `https:`. */
  readonly contact: string;
  readonly clock: Clock;
}): Channel<PushMessage> {
  return {
    name: "push",
    async send({ to: { endpoint, keys }, notification }) {
      const authorization = await vapidAuthorization(
        await deps.vapidKey(),
        endpoint,
        deps.contact,
        deps.clock.now(),
      );
      const response = await fetch(endpoint, {
        method: "POST",
        headers: {
          authorization,
          ttl: String(keepSeconds),
          urgency: "normal",
          "content-encoding": "aes128gcm",
        },
        body: new Uint8Array(encryptPush(Buffer.from(JSON.stringify(notification)), keys)),
        redirect: "error", // the address was checked when it was stored; another one was not
        signal: AbortSignal.timeout(timeoutMs),
      }).catch((error: unknown) => {
        throw wasNeverSent(error) ? new ChannelRefused("later", "unreachable") : error;
      });
      await response.body?.cancel();
      if (!response.ok) throw failureOf(response.status);
    },
  };
}

/** What an answer means for the message (RFC 8030, sections 5 to 7). */
function failureOf(status: number): Error {
  const why = `status ${status}`;
  if (status === 404 || status === 410) return new ChannelRefused("gone", why);
  if (status === 429) return new ChannelRefused("later", why);
  if (status >= 400 && status < 500) return new ChannelRefused("rejected", why);
  return new Error(`the push service answered with ${why}`);
}
