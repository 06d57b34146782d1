import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "@jest/globals";
import { file } from "@kstash/backend-file";
import { backendCases } from "@kstash/conformance";
import { cached } from "../src/index.js";

describe.each([
  ["in memory alone", (_root: string) => undefined],
  ["with a folder below", (root: string) => file({ root, durable: false })],
])("the contract, %s", (_, belowAt) => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "kstash-cached-"));
  });
  afterAll(() => rm(root, { recursive: true }));

  const cases = backendCases({
    backend: () =>
      cached(file({ root: join(root, "store") }), {
        maxBytes: 8 * 1024 * 1024,
        below: belowAt(join(root, "below")),
      }),
    otherNamespace: "conformance-2",
  });
  for (const { title, run } of cases) test(title, run);
});
