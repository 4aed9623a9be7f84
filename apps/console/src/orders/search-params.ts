import { orderStatusSchema, type OrderStatus } from "@doorbuster/core/order/order";

export interface OrderFilter {
  readonly text: string;
  readonly status: OrderStatus | undefined;
}

/** The filter that an address names. What it does not know, it leaves out. */
export function readFilter(params: URLSearchParams): OrderFilter {
  return {
    text: params.get("q")?.trim() ?? "",
    status: orderStatusSchema.safeParse(params.get("status")).data,
  };
}

/** The address of a filtered list; `/orders` for the whole. */
export function filterHref({ text, status }: OrderFilter): string {
  const params = new URLSearchParams();
  if (text.trim()) params.set("q", text.trim());
  if (status) params.set("status", status);
  return params.size > 0 ? `/orders?${params.toString()}` : "/orders";
}
