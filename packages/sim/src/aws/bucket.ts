import type { PutObjectCommandInput } from "@aws-sdk/client-s3";
import type { Service } from "./call.ts";

/** S3: objects by key, the last one put there. */
export class Bucket implements Service {
  readonly objects = new Map<string, Uint8Array>();

  execute(commandName: string, input: object): unknown {
    if (commandName !== "PutObjectCommand") throw new Error(`the bucket knows no ${commandName}`);
    const { Key = "", Body } = input as PutObjectCommandInput;
    if (!(Body instanceof Uint8Array)) throw new Error("the bucket takes bytes");
    this.objects.set(Key, Body);
    return {};
  }
}
