import { ofType, type Resource } from "../graph/graph.ts";
import { each, type Rule } from "./rule.ts";

/** Types whose state is a secret. */
const secretTypes = [
  "aws:secretsmanager/secretVersion:SecretVersion",
  "random:index/randomPassword:RandomPassword",
  "tls:index/privateKey:PrivateKey",
  "aws:iam/accessKey:AccessKey",
];

/** Variables whose name sounds like a secret and whose value is none. */
const known: readonly { readonly name: string; readonly because: string }[] = [
  { name: "SST_KEY", because: "opens the file in which SST tells a function the names of its resources" },
  { name: "SST_KEY_FILE", because: "is the name of that file" },
  { name: "DOORBUSTER_PUBLISHABLE_KEY", because: "is made to be read by whoever opens the checkout" },
  { name: "BUCKET_KEY_PREFIX", because: "is the beginning of the names of files" },
  { name: "CACHE_BUCKET_KEY_PREFIX", because: "is the beginning of the names of files" },
];

const soundsSecret = /SECRET|KEY|TOKEN|PASSWORD|CREDENTIAL/;
const looksSecret = /sk_(live|test)_|whsec_|-----BEGIN|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{20}/;
const isReference = /arn:aws:secretsmanager:/;

/** No secret is in a variable or in the program's state; only where it is. */
export const noSecrets: Rule = (graph) => [
  ...each(ofType(graph, ...secretTypes), () => "its value is in the program's state"),
  ...each(ofType(graph, "aws:lambda/function:Function"), ({ inputs }) =>
    suspicious(inputs["environment"]?.variables),
  ),
  ...each(ofType(graph, "command:local:Command"), ({ inputs }) => [
    ...suspicious(inputs["environment"]),
    ...("PATH" in (inputs["environment"] ?? {})
      ? ["the deployer's environment is in the program's state"]
      : []),
  ]),
  ...each(
    graph.resources,
    ({ inputs }: Resource) => looksSecret.test(JSON.stringify(inputs)) && "holds a secret",
  ),
];

function suspicious(variables: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries(variables)
    .filter(([name]) => soundsSecret.test(name) && !known.some((one) => one.name === name))
    .filter(([, value]) => !isReference.test(String(value)))
    .map(([name]) => `${name} holds a secret`);
}
