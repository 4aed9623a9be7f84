import type { OrderStatus } from "@doorbuster/core/order/order";
import { Badge } from "@doorbuster/web/components/badge";
import { statusWords } from "./words.ts";

export function StatusBadge({ status }: { readonly status: OrderStatus }) {
  const { text, tone } = statusWords[status];
  return <Badge tone={tone}>{text}</Badge>;
}
