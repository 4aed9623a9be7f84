import Link from "next/link";
import { classNames } from "@doorbuster/web/components/class-names";
import { Money } from "@doorbuster/web/components/money";
import { Skeleton } from "@doorbuster/web/components/skeleton";
import type { Offer } from "@doorbuster/core/catalog/shelf";
import { StockCount } from "./stock-count.tsx";

/**
 * One product of the drop. The whole card is one link, named by the product.
 *
 * @param number its place in the drop, from 1
 * @param eager for pictures that are in view when the page opens
 */
export function ProductCard({
  offer,
  number,
  large,
  eager,
}: {
  readonly offer: Offer;
  readonly number: number;
  readonly large: boolean;
  readonly eager: boolean;
}) {
  const isGone = offer.left <= 0;
  return (
    <li className={classNames("group relative flex flex-col", large && "col-span-2 lg:row-span-2")}>
      <div
        className={classNames("relative overflow-hidden rounded-md bg-surface-sunken", pictureClass(large))}
      >
        <img
          src={offer.picture}
          alt=""
          width={800}
          height={800}
          loading={eager ? "eager" : "lazy"}
          decoding="async"
          className={classNames(
            "size-full object-cover transition-transform duration-500 ease-out group-hover:scale-[1.025]",
            isGone && "opacity-70 saturate-[0.25]",
          )}
        />
        <span
          aria-hidden="true"
          className="absolute top-3 left-3 rounded-full bg-canvas/85 px-2 py-0.5 text-xs text-ink tabular-nums"
        >
          {String(number).padStart(2, "0")}
        </span>
      </div>
      <div className="flex flex-col pt-3">
        <div
          className={classNames(
            "flex justify-between gap-x-3",
            large ? "items-baseline" : "max-sm:flex-col sm:items-baseline",
          )}
        >
          <h3 className={classNames("font-medium tracking-tight text-balance", large && "sm:text-xl")}>
            <Link
              href={`/products/${offer.sku}`}
              // A crowd that looks at the drop must not fetch sixteen more pages each.
              prefetch={false}
              className="after:absolute after:inset-0 after:rounded-md focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-4 focus-visible:after:outline-focus"
            >
              {offer.name}
            </Link>
          </h3>
          <Money value={offer.price} className="shrink-0" />
        </div>
        <p className={classNames("mt-0.5 text-sm text-ink-muted text-pretty", !large && "max-sm:hidden")}>
          {offer.tagline}
        </p>
        <p className="mt-1 text-sm">
          <StockCount left={offer.left} />
        </p>
      </div>
    </li>
  );
}

/** A large card is as tall as the two small ones beside it, so on wide screens its picture takes what height there is. */
function pictureClass(large: boolean): string {
  return large ? "aspect-square lg:aspect-auto lg:min-h-0 lg:flex-1" : "aspect-square";
}

/** The card's shape while the drop is on its way. */
export function ProductCardSkeleton({ large }: { readonly large: boolean }) {
  return (
    <li className={classNames("flex flex-col", large && "col-span-2 lg:row-span-2")}>
      <Skeleton className={pictureClass(large)} />
      <div className="flex flex-col gap-2 pt-3">
        <Skeleton className="h-5 w-2/3" />
        <Skeleton className={classNames("h-4 w-full", !large && "max-sm:hidden")} />
        <Skeleton className="h-4 w-20" />
      </div>
    </li>
  );
}
