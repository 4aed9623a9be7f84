"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../shell/api.ts";

/** What a call that changes stock does afterwards: levels and history are read again. */
export function useStockChange() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return {
    onSuccess: async () => {
      await queries.invalidateQueries(trpc.ops.stock.pathFilter());
    },
  };
}
