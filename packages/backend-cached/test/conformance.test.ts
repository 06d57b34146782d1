import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "@jest/globals";
import { file } from "@kstash/backend-file";
import { backendCases } from "@kstash/conformance";
import { cached } from "../src/index.js";

describe("the contract", () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "kstash-cached-"));
  });
  afterAll(() => rm(root, { recursive: true }));

  const cases = backendCases({
    backend: () => cached(file({ root }), { maxBytes: 8 * 1024 * 1024 }),
    otherNamespace: "conformance-2",
  });
  for (const { title, run } of cases) test(title, run);
});
