/** The two sites, by the names of their folders in `apps`. */
export const siteNames = ["storefront", "console"] as const;
export type SiteName = (typeof siteNames)[number];

/** Where they listen in `sst dev`, on the developer's machine: as in the laptop edition, so one of the two at a time. */
export const devPorts = { storefront: 3000, console: 3001 } as const satisfies Record<SiteName, number>;
