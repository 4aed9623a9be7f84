import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../shell/api.ts";

/** For after a call that changes an order: what is shown of orders is read again. */
export function useRefresh(): () => Promise<void> {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries(trpc.ops.orders.pathFilter());
  };
}
