/** How old a rendered page may be that is still shown while a new one is made, in seconds. */
export const oldestPageSeconds = 300;

/**
 * What CloudFront is told about a rendered page: to show an old one only as long as that. OpenNext (4.1.12, `fixISRHeaders`)
 * writes a month there, whatever Next.js was configured to say: after a quiet night somebody would see yesterday's drop.
 */
export function boundedCacheControl(cacheControl: string): string {
  return cacheControl.replace(
    /s-maxage=(\d+), stale-while-revalidate=\d+/,
    (_, fresh: string) =>
      `s-maxage=${fresh}, stale-while-revalidate=${Math.max(oldestPageSeconds - Number(fresh), 0)}`,
  );
}
