import { finds, inProduction, withoutInProduction } from "../testing/break.ts";
import { set } from "../testing/graphs.ts";
import { functionsAsDefined } from "./functionsAsDefined.ts";

finds(functionsAsDefined, {
  "another time-out": () => inProduction("fn", "ShopHandlerFunction", set("timeout", 3)),
  "another memory": () => inProduction("fn", "ShopHandlerFunction", set("memorySize", 128)),
  "an old Node": () => inProduction("fn", "ShopHandlerFunction", set("runtime", "nodejs20.x")),
  "another processor": () =>
    inProduction("fn", "ConsoleServerEuwest1Function", set("architectures", ["x86_64"])),
  "no tracing": () => inProduction("fn", "LakeHandlerFunction", set("tracingConfig", undefined)),
  "a name that AWS refuses": () => inProduction("fn", "LakeHandlerFunction", set("name", "x".repeat(65))),
  "a function that is missing": () => withoutInProduction("fn", "SweepHandlerFunction"),
});
