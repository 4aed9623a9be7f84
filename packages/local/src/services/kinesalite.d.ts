declare module "kinesalite" {
  import type { Server } from "node:http";

  /** Settings that we use, of kinesalite 3; see its README. */
  export default function kinesalite(options: {
    /** Folder of the LevelDB store; in memory when absent. */
    path?: string;
    /** How long a stream stays in state CREATING. */
    createStreamMs?: number;
    shardLimit?: number;
  }): Server;
}
