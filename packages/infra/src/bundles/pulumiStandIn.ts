/*
 * Stands for the `pulumi` that SST's command starts (`sstBuilder.ts`). Where SST asks for a stack, it leaves an empty one;
 * where SST asks for a preview, it does what a program would that consists of functions alone: it has SST build them.
 *
 *   node pulumiStandIn.ts <folder> stack init organization/<app>/<stage>     in the folder of the state
 *   node pulumiStandIn.ts <folder> preview …                                 SST_SERVER: where SST's builder is asked
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/** What SST's server answers (JSON-RPC 1.0). */
export interface BuildAnswer {
  readonly result: {
    readonly out: string;
    readonly handler: string;
    readonly errors: readonly string[];
  } | null;
  readonly error: string | null;
}

async function makeStack(name: string): Promise<void> {
  const [, app = "", stage = ""] = name.split("/");
  const folder = path.join(process.cwd(), ".pulumi/stacks", app);
  await mkdir(folder, { recursive: true });
  const manifest = { time: new Date().toISOString(), magic: "", version: "" };
  const checkpoint = { stack: name, latest: { manifest, resources: [] } };
  await writeFile(path.join(folder, `${stage}.json`), JSON.stringify({ version: 3, checkpoint }));
}

async function build(request: unknown): Promise<BuildAnswer> {
  const body = JSON.stringify({ jsonrpc: "1.0", id: 1, method: "Runtime.Build", params: [request] });
  const response = await fetch(`${process.env["SST_SERVER"]}/rpc`, { method: "POST", body });
  return (await response.json()) as BuildAnswer;
}

const [folder = "", command, , stack = ""] = process.argv.slice(2);
if (command === "stack") await makeStack(stack);
else {
  const requests = JSON.parse(await readFile(path.join(folder, "requests.json"), "utf8")) as unknown[];
  const answers = await Promise.all(requests.map(build));
  await writeFile(path.join(folder, "answers.json"), JSON.stringify(answers));
}
