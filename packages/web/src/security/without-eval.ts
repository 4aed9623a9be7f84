import * as z from "zod";

/**
 * zod tries whether it may compile schemas by `eval`, and a policy that forbids it reports the attempt. Import this before
 * whatever makes the first schema: first of all in the providers around a site's pages.
 */
z.config({ jitless: true });
