import { expect, test } from "@jest/globals";
import { bytesOf, kstashOn, storeSuite } from "@kstash/store-suite";
import { gcs } from "../src/index.js";
import { fakeGcs } from "./store.js";

storeSuite(fakeGcs, (store) => {
  const bytes = bytesOf(1000);
  const at = { namespace: "stashes" };

  test.each([undefined, 3600])(
    "a new object has the time of its storing only with refreshAfterSec (%s)",
    async (refreshAfterSec) => {
      const { storage } = store();
      const { create } = kstashOn(gcs({ storage, refreshAfterSec }));
      const { address } = await create(`timed-${refreshAfterSec}`, bytes, at);
      const [{ customTime }] = await storage.bucket("stashes").file(address.key).getMetadata();
      expect(customTime === undefined).toBe(refreshAfterSec === undefined);
    },
  );

  test("a client that is passed in is used", async () => {
    const { create, retrieve } = kstashOn(gcs({ storage: store().storage }));
    const { address } = await create("given", bytes, at);
    expect((await retrieve(address)).data).toEqual(bytes);
  });
});
