import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { pack, run } from "@kstash/packed";
import { installFixture } from "./fixture.js";

let author: string;
let user: string;
beforeAll(async () => {
  author = await installFixture("backend-notes");
  const tarballs = await pack(author, author);
  user = await installFixture("notes-user", tarballs);
});

test("a third party's backend is compiled against core, and holds nothing of it", async () => {
  const folder = join(user, "node_modules/kstash-backend-notes");
  expect(await readFile(join(folder, "dist/index.js"), "utf8")).not.toMatch(
    /\b(?:import|require)\b/,
  );
  expect(JSON.parse(await readFile(join(folder, "package.json"), "utf8"))).not.toHaveProperty(
    "dependencies",
  );
});

test("its user installs it beside core and a codec, and lists it", async () => {
  expect(await run(user, ["node", "main.js"])).toBe(
    'notes://default/object.88d340efd6a85550a75bef32d5c2e973 {"data":123} true\nUNSUPPORTED_OPERATION\n',
  );
});

test("npm finds nothing missing and nothing of the wrong version in the tree", async () => {
  expect(await run(user, ["npm", "ls", "--all"])).not.toMatch(/missing|invalid/i);
});
