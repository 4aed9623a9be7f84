import { readFile } from "node:fs/promises";
import path from "node:path";
import { rootDir } from "@doorbuster/local/build/root";
import { expect, test } from "vitest";
import * as z from "zod";

const read = (file: string) => readFile(path.join(rootDir, file), "utf8");

/** What `aws iam create-role` takes as a trust policy: a document, not a bare statement. */
const trustPolicy = z.strictObject({
  Version: z.literal("2012-10-17"),
  Statement: z.tuple([
    z.strictObject({
      Effect: z.literal("Allow"),
      Principal: z.strictObject({ Federated: z.string() }),
      Action: z.literal("sts:AssumeRoleWithWebIdentity"),
      Condition: z.strictObject({
        StringEquals: z.strictObject({
          "token.actions.githubusercontent.com:aud": z.literal("sts.amazonaws.com"),
          "token.actions.githubusercontent.com:sub": z.string(),
        }),
      }),
    }),
  ]),
});

test("the trust policy to be copied is a whole document, and trusts one environment that a workflow has", async () => {
  const [, json = ""] = /```json\n(.*?)```/s.exec(await read("docs/aws/threat-model.md")) ?? [];
  const [{ Principal, Condition }] = trustPolicy.parse(JSON.parse(json)).Statement;
  expect(Principal.Federated).toBe("arn:aws:iam::ACCOUNT:oidc-provider/token.actions.githubusercontent.com");
  const trusted = Condition.StringEquals["token.actions.githubusercontent.com:sub"];
  const [, environment = ""] = /^repo:OWNER\/NAME:environment:(\w+)$/.exec(trusted) ?? [];
  expect(await read(`.github/workflows/${environment}.yml`)).toContain(`environment: ${environment}\n`);
});
