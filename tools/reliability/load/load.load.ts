import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { startS3Server } from "@kstash/s3-server";
import { environmentOf } from "../src/stores.js";
import { Child } from "../src/child.js";
import type { LoadResult } from "../src/load/run.js";

const STASHES = 10_000;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kstash-load-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Nothing lost, nothing leaked; and the figures, for RELIABILITY.md. */
function check(title: string, result: LoadResult): void {
  const { stashes, equal, seconds, early, late } = result;
  console.log(
    `${title}: ${stashes} in ${seconds.toFixed(1)} s; ` +
      `heap ${early.heapMB.toFixed(1)} MB after a tenth, ${late.heapMB.toFixed(1)} MB at the end; ` +
      `resident ${early.rssMB.toFixed(0)} and ${late.rssMB.toFixed(0)} MB; ` +
      `descriptors ${early.descriptors} and ${late.descriptors}`,
  );
  expect(equal).toBe(stashes);
  expect(late.heapMB).toBeLessThan(early.heapMB + 8);
  // Those of the first tenth are all that there ever are: the client keeps its sockets, 50 at most.
  expect(late.descriptors).toBeLessThanOrEqual((early.descriptors ?? 0) + 4);
}

test("10,000 over s3, 64 in flight", async () => {
  const server = await startS3Server({ buckets: ["stashes"], root: join(folder, "s3") });
  const env = environmentOf(server);
  // The log of the server is not what is measured.
  const timer = setInterval(() => (server.requests.length = 0), 100);
  const args = ["s3", String(STASHES), "64", "s3"];
  const [result] = await new Child<LoadResult>("load", {
    args,
    env,
    flags: ["--expose-gc"],
  }).result();
  clearInterval(timer);
  check("s3, 64 in flight", result as LoadResult);
  await server.close();
});

test("10,000 over file, from 4 processes", async () => {
  const root = join(folder, "root");
  const children = ["0", "1", "2", "3"].map((prefix) => {
    const args = ["file", String(STASHES / 4), "16", prefix, root];
    return new Child<LoadResult>("load", { args, flags: ["--expose-gc"] });
  });
  const results = (await Promise.all(children.map((child) => child.result()))).flat();
  expect(results).toHaveLength(4);
  for (const [index, result] of results.entries()) check(`file, process ${index}`, result);
  expect(await readdir(join(root, "tmp"))).toEqual([]);
});
