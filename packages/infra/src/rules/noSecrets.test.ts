import { add, finds, inProduction } from "../testing/break.ts";
import { set } from "../testing/graphs.ts";
import { noSecrets } from "./noSecrets.ts";

finds(noSecrets, {
  "a secret's value in the state": () =>
    add("aws:secretsmanager/secretVersion:SecretVersion", "Value", { secretString: "hidden" }),
  "a secret in a variable": () =>
    inProduction("fn", "ShopHandlerFunction", (inputs) =>
      set("environment.variables", { ...inputs["environment"].variables, PAYMENT_SECRET: "hidden" })(inputs),
    ),
  "the deployer's environment in the state": () =>
    inProduction("command", "StorefrontBuilder", set("environment", { SST: "1", PATH: "/bin" })),
  "a provider's key anywhere": () =>
    inProduction("fn", "ShopHandlerFunction", set("description", `sk_${"live"}_1234`)),
});
