/** A share from 0 to 1 as a bar for the eye, and in figures for everybody. */
export function Meter({ share }: { readonly share: number }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <span className="flex items-center gap-3">
      <span aria-hidden="true" className="block h-2 flex-1 overflow-hidden rounded-full bg-surface-sunken">
        <span className="block h-full rounded-full bg-ink" style={{ width: `${percent}%` }} />
      </span>
      <span className="w-11 text-right tabular-nums">{percent} %</span>
    </span>
  );
}
