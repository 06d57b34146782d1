import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Group } from "../harness/group.js";
import { race, ratioOf, type Timing } from "../harness/race.js";
import { spreadOf } from "../harness/statistics.js";
import { writeBundle, writeSplit } from "../parts/bundle.js";
import { runChild } from "../parts/child.js";
import { loadedModules } from "../parts/loaded-modules.js";
import { startS3 } from "../parts/s3-process.js";
import { milliseconds } from "../report/figures.js";
import { spreadRow } from "../report/row.js";

/** Whole processes, from start to exit. */
export const startupGroup: Group = {
  name: "startup",
  title: "A whole process, from start to exit",
  async run({ quick, progress }) {
    const server = await startS3();
    const contender = (name: string, child: string) => ({
      name,
      run: () => runChild(child, [], server.env),
      // One process a sample.
      after: () => undefined,
    });
    const folder = await mkdtemp(join(tmpdir(), "kstash-bench-"));
    const [inline, inlineBare, put, putBare, file, parts, fileBare, split, splitBare] = await race(
      [
        contender("kstash", "inline-kstash"),
        contender("node and cbor-x alone", "inline-bare"),
        contender("kstash", "put-kstash"),
        contender("node, cbor-x and the SDK alone", "put-bare"),
        contender("kstash, one file", await writeBundle(folder, "put-kstash")),
        contender("core, cbor and s3, one file", await writeBundle(folder, "put-parts")),
        contender("cbor-x and the SDK alone, one file", await writeBundle(folder, "put-bare")),
        contender("kstash, split", await writeSplit(folder, "put-kstash")),
        contender("cbor-x and the SDK alone, split", await writeSplit(folder, "put-bare")),
      ],
      { rounds: quick ? 10 : 25, progress },
    );
    await server.close();
    await rm(folder, { recursive: true });
    const loaded = await loadedModules("inline-kstash");
    const aws = loaded.filter((url) => /\/@(?:aws-sdk|smithy)\//.test(url)).length;
    return {
      rows: [
        {
          ...spreadRow(
            "import, first inline round trip, exit",
            inlineBare!.name,
            ratioOf(inline!, inlineBare!),
            { atMost: 1.15 },
          ),
          times: times(inline!, inlineBare!),
        },
        {
          what: "modules of the AWS SDK that it loads",
          against: `${loaded.length} modules in all`,
          figure: String(aws),
          target: "0",
          reached: aws === 0 && loaded.length > 0,
        },
        {
          ...spreadRow("import, first S3 put, exit", putBare!.name, ratioOf(put!, putBare!), {
            atMost: 1.1,
          }),
          times: times(put!, putBare!),
        },
        coldStart("core, cbor and s3 in one file", parts!, fileBare!),
        coldStart("the whole of kstash, split by esbuild", split!, splitBare!),
        {
          ...coldStart("the whole of kstash in one file", file!, fileBare!),
          why: "in one file esbuild makes functions of what is imported on demand, the SDK among it, and V8 compiles those twice",
        },
      ],
    };
  },
};

function coldStart(what: string, ours: Timing, theirs: Timing) {
  const row = spreadRow(
    `cold start of a function, first S3 put, exit: ${what}`,
    theirs.name,
    ratioOf(ours, theirs),
    { atMost: 1.05 },
  );
  return { ...row, times: times(ours, theirs) };
}

function times(ours: Timing, theirs: Timing): string {
  return [ours, theirs].map(({ wall }) => milliseconds(spreadOf(wall).median)).join(" / ");
}
