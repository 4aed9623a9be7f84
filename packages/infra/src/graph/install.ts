import { ensurePlatform } from "./platform.ts";

/** Lays SST's sources out, once in a clone: types are checked against them. `node src/graph/install.ts` */
ensurePlatform();
