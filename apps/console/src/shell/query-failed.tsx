import { Button } from "@doorbuster/web/components/button";
import { Notice } from "@doorbuster/web/components/notice";
import { readFailure } from "@doorbuster/web/trpc/errors";

/** A list or a page that could not be read: why, and a way to ask again. */
export function QueryFailed({
  what,
  error,
  onRetry,
  busy,
}: {
  /** Completes "… could not be read": "The orders". */
  readonly what: string;
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly busy: boolean;
}) {
  const failure = readFailure(error);
  return (
    <Notice
      tone="bad"
      title={`${what} could not be read`}
      action={
        <Button size="sm" onClick={onRetry} busy={busy}>
          Try again
        </Button>
      }
    >
      {failure.kind === "app" ? failure.message : "The shop did not answer."}
    </Notice>
  );
}
