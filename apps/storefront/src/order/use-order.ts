"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect } from "react";
import { useTRPC } from "../api/trpc.ts";
import { isMoneyMoving, isUnsettled } from "./order-words.ts";

const pollMs = 2_000;
/** Money goes back within a minute, mostly in a second. */
const moneyPollMs = 3_000;
const resubscribeMs = 1_000;

/**
 * One order that follows itself: by a stream while it is unsettled, by asking every two seconds where the stream does not
 * come through, and not at all once there is nothing more to wait for.
 */
export function useOrder(orderId: string) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const queryOptions = trpc.order.get.queryOptions({ orderId });
  const isOpen = (order: { status: Parameters<typeof isUnsettled>[0] } | undefined) =>
    order !== undefined && isUnsettled(order.status);

  const known = cache.getQueryData(queryOptions.queryKey);
  const stream = useSubscription(
    trpc.order.watch.subscriptionOptions(
      { orderId },
      {
        enabled: isOpen(known),
        onData: ({ data }) => cache.setQueryData(queryOptions.queryKey, data),
      },
    ),
  );
  const isStreaming = stream.status === "pending";
  const order = useQuery({
    ...queryOptions,
    refetchInterval: ({ state: { data } }) => {
      if (data !== undefined && isMoneyMoving(data)) return moneyPollMs;
      return isOpen(data) && !isStreaming ? pollMs : false;
    },
  });

  // A stream ends itself after a minute. As long as the order is open, begin another.
  const hasEnded = isOpen(order.data) && stream.status === "idle";
  const { reset } = stream;
  useEffect(() => {
    if (!hasEnded) return;
    const timer = setTimeout(reset, resubscribeMs);
    return () => clearTimeout(timer);
  }, [hasEnded, reset]);

  return { order, isLive: isStreaming };
}
