"use client";

import { readFailure } from "@doorbuster/web/trpc/errors";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "../shell/api.ts";
import { hear, nothingHeard, type LiveState } from "./feed.ts";

export interface Live extends LiveState {
  /** Why the shop refused to send, in a sentence; undefined while it sends or merely is out of reach. */
  readonly refusal: string | undefined;
  readonly retry: () => void;
}

/** A healthy stream says something every two seconds and is resumed within two: after this long, begin anew. */
const anewAfterMs = 30_000;

/** Everything the shop says about itself, as it says it. */
export function useLive(): Live {
  const trpc = useTRPC();
  const [state, setState] = useState(nothingHeard);
  const { status, error, reset } = useSubscription(
    trpc.ops.live.watch.subscriptionOptions(
      {},
      { onData: ({ data }) => setState((before) => hear(before, data, Date.now())) },
    ),
  );
  const { heardAt } = state;
  // Broken streams resume by themselves. This is for one that was ended for good, or hangs unnoticed by either end:
  // every message puts the timer off, so it only fires in silence.
  useEffect(() => {
    const timer = setInterval(reset, anewAfterMs);
    return () => clearInterval(timer);
  }, [heardAt, reset]);

  const failure = status === "error" ? readFailure(error) : undefined;
  return { ...state, refusal: failure?.kind === "app" ? failure.message : undefined, retry: reset };
}
