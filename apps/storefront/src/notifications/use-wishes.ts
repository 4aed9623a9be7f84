"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "../api/trpc.ts";
import { browserEndpoint, subscribeBrowser } from "./push-browser.ts";
import { preferencesFrom, wishesFrom, type WishErrors, type Wishes } from "./wishes.ts";

export class WrongWishes extends Error {
  override readonly name = "WrongWishes";
  readonly errors: WishErrors;

  constructor(errors: WishErrors) {
    super("some fields need another look");
    this.errors = errors;
  }
}

/**
 * What a customer wants to be told, and the saving of it: of one order's customer, or of whoever is signed in.
 */
export function useWishes(orderId: string | undefined) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const cache = useQueryClient();
  const whose = orderId === undefined ? {} : { orderId };
  const { queryKey } = trpc.notifications.get.queryOptions(whose);
  const stored = useQuery({
    ...trpc.notifications.get.queryOptions(whose),
    retry: 1, // the order is on the page; this may fail without much waiting
  });
  const endpoint = useQuery({ queryKey: ["push-endpoint"], queryFn: browserEndpoint, staleTime: Infinity });

  const save = useMutation({
    mutationFn: async (wishes: Wishes) => {
      const parsed = preferencesFrom(wishes);
      if (!parsed.ok) throw new WrongWishes(parsed.errors);
      const service = stored.data?.push;
      if (service !== undefined) await setBrowser(wishes.push, service);
      return client.notifications.set.mutate({ ...whose, preferences: parsed.preferences });
    },
    onSuccess: (data) => cache.setQueryData(queryKey, data),
    // The browser may be subscribed although what came after it failed.
    onSettled: () => cache.invalidateQueries({ queryKey: ["push-endpoint"] }),
  });

  async function setBrowser(wanted: boolean, service: Parameters<typeof subscribeBrowser>[0]) {
    const known = endpoint.data ?? null;
    const isSubscribed = known !== null && stored.data?.endpoints.includes(known) === true;
    if (wanted && !isSubscribed) {
      const { endpoint: own, keys } = await subscribeBrowser(service);
      await client.notifications.subscribe.mutate({ ...whose, subscription: { endpoint: own, keys } });
    }
    // The browser itself stays subscribed: another order may still want it.
    if (!wanted && isSubscribed) await client.notifications.unsubscribe.mutate({ ...whose, endpoint: known });
  }

  const isReady = stored.data !== undefined && endpoint.data !== undefined;
  return {
    wishes: isReady ? initial(stored.data, endpoint.data) : undefined,
    failure: stored.error ?? endpoint.error,
    retry: () => void stored.refetch(),
    save,
  };
}

interface Stored {
  readonly preferences: Parameters<typeof wishesFrom>[0];
  readonly endpoints: readonly string[];
  readonly courierPhone?: string | undefined;
}

function initial({ preferences, endpoints, courierPhone }: Stored, endpoint: string | null): Wishes {
  const isSubscribed = endpoint !== null && endpoints.includes(endpoint);
  const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
  return wishesFrom(preferences, { isSubscribed, zone }, courierPhone);
}
