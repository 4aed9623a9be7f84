import * as z from "zod";

/**
 * zod tries whether it may compile schemas by `eval`, and a policy that forbids it reports the attempt. The session imports
 * this before anything else: it stands in the layout of each page that has schemas.
 */
z.config({ jitless: true });
