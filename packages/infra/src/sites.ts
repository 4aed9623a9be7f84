/** The two sites, by the names of their folders in `apps`. */
export const siteNames = ["storefront", "console"] as const;
export type SiteName = (typeof siteNames)[number];

/** The functions that a site's build makes: what answers, what makes pictures smaller, what makes old pages again. */
export const siteParts = ["server", "images", "revalidation"] as const;
export type SitePart = (typeof siteParts)[number];

/** Memory of the function that answers: one full vCPU (AWS Lambda developer guide), as the shop's own has. */
export const siteMemoryMb = 1769;

/** Where they listen in `sst dev`, on the developer's machine: as in the laptop edition, so one of the two at a time. */
export const devPorts = { storefront: 3000, console: 3001 } as const satisfies Record<SiteName, number>;
