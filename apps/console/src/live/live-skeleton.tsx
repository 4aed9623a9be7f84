import { Skeleton } from "@doorbuster/web/components/skeleton";

/** The shape of the screen until the first message, which takes a second or so. */
export function LiveSkeleton() {
  return (
    <div className="grid gap-4">
      <output className="sr-only">Waiting for the first numbers…</output>
      <Skeleton className="h-[5.75rem] max-xl:h-48" />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="grid gap-4">
          <Skeleton className="h-80" />
          <Skeleton className="h-64" />
        </div>
        <Skeleton className="h-96" />
      </div>
    </div>
  );
}
