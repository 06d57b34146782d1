import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Group } from "../harness/group.js";
import { race } from "../harness/race.js";
import { writeBundle } from "../parts/bundle.js";
import { runChild } from "../parts/child.js";
import { loadedModules } from "../parts/loaded-modules.js";
import { startS3 } from "../parts/s3-process.js";
import { ratioOf } from "../harness/race.js";
import { spreadOf } from "../harness/statistics.js";
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
    const cold = await writeBundle(folder, "put-kstash");
    const coldBare = await writeBundle(folder, "put-bare");
    const [inline, inlineBare, put, putBare, coldPut, coldPutBare] = await race(
      [
        contender("kstash", "inline-kstash"),
        contender("node and cbor-x alone", "inline-bare"),
        contender("kstash", "put-kstash"),
        contender("node, cbor-x and the SDK alone", "put-bare"),
        contender("kstash, bundled", cold),
        contender("node, cbor-x and the SDK alone, bundled", coldBare),
      ],
      { rounds: quick ? 10 : 25, progress },
    );
    await server.close();
    await rm(folder, { recursive: true });
    const loaded = await loadedModules("inline-kstash");
    const aws = loaded.filter((url) => /\/@(?:aws-sdk|smithy)\//.test(url)).length;
    const times = (a: typeof inline, b: typeof inline) =>
      `${milliseconds(spreadOf(a!.wall).median)} / ${milliseconds(spreadOf(b!.wall).median)}`;
    return {
      rows: [
        {
          ...spreadRow(
            "import, first inline round trip, exit",
            inlineBare!.name,
            ratioOf(inline!, inlineBare!),
            { atMost: 1.15 },
          ),
          times: times(inline, inlineBare),
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
          times: times(put, putBare),
        },
        {
          ...spreadRow(
            "cold start of a function: one bundle, first S3 put, exit",
            coldPutBare!.name,
            ratioOf(coldPut!, coldPutBare!),
            { atMost: 1.05 },
          ),
          times: times(coldPut, coldPutBare),
        },
      ],
    };
  },
};
