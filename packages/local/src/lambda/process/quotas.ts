/** Invocations of a function at one time: an account's default (Lambda developer guide, "Lambda quotas"). */
export const defaultConcurrency = 1000;

/** An event, and a buffered answer, may have 6 MB (Lambda developer guide, "Lambda quotas"). */
export const payloadBytesMax = 6 * 1024 * 1024;
