import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "@jest/globals";
import { backendCases } from "@kstash/conformance";
import { file } from "../src/index.js";

describe("the contract", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kstash-conformance-"));
    // A file where the root would have to be a folder.
    await writeFile(join(folder, "occupied"), "");
  });
  afterAll(() => rm(folder, { recursive: true }));

  const cases = backendCases({
    backend: () => file({ root: join(folder, "root") }),
    otherNamespace: "conformance-2",
    unreachable: () => file({ root: join(folder, "occupied") }),
  });
  for (const { title, run } of cases) test(title, run);
});
