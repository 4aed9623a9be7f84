"use client";

import { classNames } from "@doorbuster/web/components/class-names";
import { MinusIcon, PlusIcon } from "@doorbuster/web/components/icons";

const stepClass =
  "grid size-11 place-items-center rounded-md hover:bg-surface-sunken disabled:cursor-not-allowed disabled:opacity-40";

/** How many, between 1 and `max`. Typing works as well as the buttons; what is out of range is brought back into it. */
export function QuantityStepper({
  name,
  value,
  max,
  onChange,
}: {
  /** Of what, for screen readers. */
  readonly name: string;
  readonly value: number;
  readonly max: number;
  readonly onChange: (quantity: number) => void;
}) {
  const set = (quantity: number) => onChange(Math.max(1, Math.min(max, quantity)));
  return (
    <div
      role="group"
      aria-label={`Quantity of ${name}`}
      className="inline-flex items-center rounded-md border border-line-strong"
    >
      <button
        type="button"
        className={stepClass}
        aria-label="One fewer"
        disabled={value <= 1}
        onClick={() => set(value - 1)}
      >
        <MinusIcon className="size-4" />
      </button>
      <input
        aria-label="Quantity"
        inputMode="numeric"
        className={classNames("h-11 w-12 bg-transparent text-center tabular-nums", value > max && "text-bad")}
        value={value}
        onChange={(event) => {
          const digits = event.target.value.replace(/\D/g, "");
          if (digits !== "") set(Number(digits));
        }}
      />
      <button
        type="button"
        className={stepClass}
        aria-label="One more"
        disabled={value >= max}
        onClick={() => set(value + 1)}
      >
        <PlusIcon className="size-4" />
      </button>
    </div>
  );
}
