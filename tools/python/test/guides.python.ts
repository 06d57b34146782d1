import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { runScript } from "../src/index.js";
import { describePython } from "./suite.js";

const docs = fileURLToPath(new URL("../../../packages/kstash/docs/", import.meta.url));
const guides = readdirSync(docs).filter((file) => file.endsWith(".md"));
const blocks = guides.flatMap((file) => {
  const text = readFileSync(join(docs, file), "utf8");
  return [...text.matchAll(/^```python\n([^]*?)^```$/gm)].map(([, code = ""]) => ({ file, code }));
});

describePython("the guides' programs in Python print what their comments say", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "kstash-guides-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("there are some", () => {
    expect(blocks).not.toEqual([]);
  });

  test.each(blocks)("$file, program $#", async ({ code }) => {
    const path = join(folder, "program.py");
    writeFileSync(path, code);
    const expected = [...code.matchAll(/^print\(.*\) {2}# (.*)$/gm)].map(([, comment]) => comment);
    expect(
      (await runScript(process.env["KSTASH_TEST_PYTHON"]!, path)).trimEnd().split("\n"),
    ).toEqual(expected);
  });
});
