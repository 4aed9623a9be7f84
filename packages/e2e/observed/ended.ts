import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, expect, inject } from "vitest";

afterAll(() => writeFile(path.join(inject("ended"), path.basename(expect.getState().testPath ?? "")), ""));
