import { classNames } from "@doorbuster/web/components/class-names";
import { CheckIcon, CloseIcon } from "@doorbuster/web/components/icons";
import type { Order } from "../api/outputs.ts";
import { stepsOf } from "./order-words.ts";
import type { StepState } from "./order-words.ts";

const spoken: Record<StepState, string> = {
  done: "done",
  current: "under way",
  ahead: "to come",
  failed: "did not happen",
};

const dotClass: Record<StepState, string> = {
  done: "bg-ink text-ink-inverse",
  current: "bg-lamp text-lamp-ink ring-1 ring-line-strong",
  ahead: "border border-line-strong",
  failed: "bg-bad-soft text-bad",
};

/** How far the order has come. */
export function OrderSteps({ order }: { readonly order: Pick<Order, "status" | "paymentState"> }) {
  const steps = stepsOf(order);
  return (
    <ol aria-label="Progress" className="flex">
      {steps.map(([name, state], index) => {
        const after = steps[index + 1]?.[1];
        return (
          <li
            key={name}
            aria-current={state === "current" ? "step" : undefined}
            className={classNames("flex flex-col gap-2", after !== undefined && "flex-1")}
          >
            <span aria-hidden="true" className="flex items-center">
              <span className={classNames("grid size-7 place-items-center rounded-full", dotClass[state])}>
                {state === "done" && <CheckIcon className="size-4" />}
                {state === "failed" && <CloseIcon className="size-4" />}
              </span>
              {after !== undefined && (
                <span
                  className={classNames("h-px flex-1", after === "ahead" ? "bg-line-strong" : "bg-ink")}
                />
              )}
            </span>
            <span
              className={classNames("pr-2 text-sm", state === "ahead" ? "text-ink-muted" : "font-medium")}
            >
              {name}
              <span className="sr-only">: {spoken[state]}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
