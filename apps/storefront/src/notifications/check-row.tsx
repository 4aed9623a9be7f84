import { useId } from "react";
import type { ReactNode } from "react";

/** A checkbox with its label, what it means, and what it opens when it is set. */
export function CheckRow({
  label,
  hint,
  checked,
  disabled = false,
  onChange,
  children,
}: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children?: ReactNode;
}) {
  const id = useId();
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-3">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-5 accent-ink disabled:opacity-55"
      />
      <div>
        <label htmlFor={id} className="block font-medium">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-sm text-ink-muted">
            {hint}
          </p>
        )}
      </div>
      {checked && children !== undefined && <div className="col-start-2">{children}</div>}
    </div>
  );
}
