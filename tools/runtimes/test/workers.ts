import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { askWorker } from "../src/conformance.js";
import { conformance, notInWorkers } from "../src/matrix.js";
import { workerd } from "../src/runtimes.js";
import { shareObject } from "../src/share-object.js";
import type { Stage } from "../src/stage.js";
import { startWorker, type Worker } from "../src/workerd.js";

/** What is run in Cloudflare's Workers. */
export function describeWorkers(stage: () => Stage): void {
  describe(`${workerd.title}, with Node's modules`, () => {
    let worker: Worker;
    beforeAll(async () => {
      const { folder, http, https } = stage();
      worker = await startWorker(folder, {
        script: "worker.mjs",
        nodejsCompat: true,
        env: { STORES: JSON.stringify({ http, https }) },
        ca: https.ca,
      });
    });
    afterAll(() => worker?.close());

    for (const part of conformance) {
      const reason = notInWorkers[part];
      test(reason ? `not ${part}: ${reason}` : part, async () => {
        const { passed, failures } = await askWorker(worker, part);
        if (reason) return expect(failures).not.toEqual([]);
        expect(failures).toEqual([]);
        expect(passed).toBeGreaterThan(20);
      });
    }
  });

  describe(`${workerd.title}, without them`, () => {
    let worker: Worker;
    beforeAll(async () => {
      const { folder, https } = stage();
      worker = await startWorker(folder, {
        script: "lean-worker.mjs",
        nodejsCompat: false,
        env: { PORT: new URL(https.endpoint).port },
        ca: https.ca,
      });
    });
    afterAll(() => worker?.close());

    const retrieve = async (address: string) =>
      (await fetch(`${worker.url}/?${encodeURIComponent(address)}`)).json();

    test("what is inline", async () => {
      const address = "inline://stashes/colorcode?data=DA%3D%3D";
      expect(await retrieve(address)).toEqual({ name: "colorcode", data: 12, scheme: "inline" });
    });

    test("a shared link", async () => {
      const data = { text: "x".repeat(2_000_000) };
      const link = await shareObject(stage().https, "context", data);
      expect(await retrieve(link)).toEqual({ name: "context", data, scheme: "mem" });
    });

    test("a link that was changed is refused, and its query not shown", async () => {
      const link = await shareObject(stage().https, "context", {});
      const answer = await retrieve(link.replace("/context.", "/other."));
      expect(answer).toMatchObject({ code: "STASH_NOT_FOUND" });
      expect(JSON.stringify(answer)).not.toContain("X-Amz-");
    });
  });
}
