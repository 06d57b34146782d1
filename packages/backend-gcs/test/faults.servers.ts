import { expect, test } from "@jest/globals";
import type { IncomingMessage } from "node:http";
import { Storage } from "@google-cloud/storage";
import { Distance } from "@kstash/backend-kit";
import { bytesOf, faultSuite, holds, kstashOn } from "@kstash/store-suite";
import { connector } from "../src/client/connection.js";
import { send, textOf } from "../src/client/request.js";
import { gcs } from "../src/index.js";
import { fakeGcs } from "./store.js";

const MIB = 1024 * 1024;

faultSuite(fakeGcs, (_, proxy) => {
  test.each(["md5", "sha256"] as const)(
    "a chunk that failed: it is asked how much there is, and the rest is sent (%s)",
    async (hash) => {
      // fake-gcs-server takes that question for the end of the upload, so it is not asked.
      const payload = bytesOf(17 * MIB);
      const isRange =
        (range: string) =>
        ({ headers }: IncomingMessage) =>
          headers["content-range"] === range;
      const first = isRange(`bytes 0-${8 * MIB - 1}/${17 * MIB}`);
      const question = isRange(`bytes */${17 * MIB}`);
      void proxy().next({ when: first, answer: { status: 503 } });
      const asked = proxy().next({ when: question, answer: { status: 308 } });
      const options = { apiEndpoint: proxy().url, projectId: "kstash" };
      const { create, retrieve } = kstashOn(gcs({ options, parallelAboveBytes: MIB }), { hash });
      const { address } = await create("failed-chunk", payload, { namespace: "stashes" });
      await asked;
      expect(await holds(retrieve(address), payload)).toBe(true);
    },
  );

  test("a connection that is silent is given up, and the request sent again", async () => {
    const storage = new Storage({ apiEndpoint: proxy().url, projectId: "kstash" });
    const connection = await connector({ storage }, 200)();
    const session = {
      ...connection,
      signal: undefined,
      explain: (error: unknown) => error,
      distance: new Distance(),
    };
    void proxy().next({ stall: true });
    const url = `${proxy().url}/storage/v1/b/stashes`;
    expect(await textOf((await send(session, { method: "GET", url })).body)).toContain("stashes");
    expect(proxy().requests).toHaveLength(2);
    void proxy().next({ stallAfter: 10 });
    const { body } = await send(session, { method: "GET", url });
    await expect(textOf(body)).rejects.toThrow();
  });
});
