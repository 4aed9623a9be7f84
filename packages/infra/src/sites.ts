/** The two sites, by the names of their folders in `apps`. */
export const siteNames = ["storefront", "console"] as const;
export type SiteName = (typeof siteNames)[number];
