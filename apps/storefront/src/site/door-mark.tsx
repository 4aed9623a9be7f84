/** The mark: a door ajar, and the light that falls out of it. */
export function DoorMark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <path d="M4 2h12v16H4z" fill="currentColor" />
      <path d="M10 2h6v16h-6z" fill="var(--lamp)" />
      <path d="M10 18h6l6 4H7z" fill="var(--lamp)" opacity="0.55" />
      <path d="M10 2 5.5 4.500v16L10 18z" fill="currentColor" />
    </svg>
  );
}
