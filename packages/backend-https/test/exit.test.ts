import { expect, test } from "@jest/globals";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const children = fileURLToPath(new URL("children", import.meta.url));

test("a connection that is kept for the next link does not keep the process alive", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--conditions=@kstash/source",
    "--import=@kstash/jest/typescript",
    join(children, "read-once.js"),
  ]);
  expect(JSON.parse(stdout)).toEqual({ held: [], open: 1 });
});
