/** What the embedded services call themselves. */
export const defaultRegion = "us-east-1";
export const defaultAccountId = "000000000000";
