import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { fetchOffer } from "../../../../catalog/server-catalog.ts";
import { ProductView } from "../../../../catalog/product-view.tsx";

/** Rendered when it is first asked for, then static for a minute at a time. */
export const revalidate = 60;

export function generateStaticParams() {
  return [];
}

interface Props {
  readonly params: Promise<{ readonly sku: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const offer = await fetchOffer(decodeURIComponent((await params).sku));
  if (offer === undefined || offer === "not-found") return { title: "Product" };
  return { title: offer.name, description: `${offer.tagline} ${offer.description}` };
}

export default async function ProductPage({ params }: Props) {
  const sku = decodeURIComponent((await params).sku);
  const offer = await fetchOffer(sku);
  if (offer === "not-found") notFound();
  return <ProductView sku={sku} known={offer} />;
}
