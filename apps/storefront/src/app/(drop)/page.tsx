import { fetchDrop } from "../../catalog/server-catalog.ts";
import { DropGrid } from "../../catalog/drop-grid.tsx";
import { DropHero } from "../../site/drop-hero.tsx";

/** Static, and rendered again at most once a minute; what is left is kept true in the browser. */
export const revalidate = 60;

export default async function DropPage() {
  return (
    <>
      <DropHero />
      <DropGrid known={await fetchDrop()} />
    </>
  );
}
