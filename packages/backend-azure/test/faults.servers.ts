import { expect, test } from "@jest/globals";
import { BlobServiceClient } from "@azure/storage-blob";
import { bytesOf, faultSuite, holds, kstashOn } from "@kstash/store-suite";
import { azure } from "../src/index.js";
import { azurite } from "./store.js";

const MIB = 1024 * 1024;

faultSuite(azurite, (store, proxy) => {
  const bytes = bytesOf(1000);
  const at = { namespace: "stashes" };
  const connectionString = () => store().server.connectionString.replace(store().url, proxy().url);
  const methods = () => proxy().requests.map(({ method }) => method);

  test("blocks that another writer's commit discarded: the payload is sent again", async () => {
    const options = { connectionString: connectionString(), parallelAboveBytes: MIB };
    const isCommit = ({ url = "" }: { readonly url?: string | undefined }) =>
      url.includes("comp=blocklist");
    const answer = { status: 400, ...azurite.refusal("InvalidBlockList") };
    void proxy().next({ when: isCommit, answer });
    const { create, retrieve } = kstashOn(azure(options));
    const { address } = await create("discarded", bytesOf(9 * MIB), at);
    expect(proxy().requests.filter(isCommit)).toHaveLength(2);
    expect(await holds(retrieve(address), bytesOf(9 * MIB))).toBe(true);
  });

  test("with retryOptions the SDK retries, and not this package as well", async () => {
    const retryOptions = { maxTries: 3, retryDelayInMs: 1, maxRetryDelayInMs: 2 };
    const options = { connectionString: connectionString(), clientOptions: { retryOptions } };
    void proxy().next({ answer: { status: 503 }, times: Infinity });
    const { create } = kstashOn(azure(options));
    await expect(create("busy", bytes, at)).rejects.toThrow("the store is overloaded");
    expect(methods()).toEqual(["PUT", "PUT", "PUT"]);
  });

  test("a connection that is silent is given up, and the request sent again", async () => {
    const { newPipeline, StorageSharedKeyCredential } = await import("@azure/storage-blob");
    const { withPatience } = await import("../src/client/pipeline.js");
    const credential = new StorageSharedKeyCredential(
      store().server.account,
      store().server.accountKey,
    );
    const pipeline = newPipeline(credential, { retryOptions: { maxTries: 1 } });
    const patient = withPatience(pipeline, { attempts: 4, silentMs: 200 });
    const serviceClient = new BlobServiceClient(proxy().url, patient);
    void proxy().next({ stall: true });
    const { create, retrieve } = kstashOn(azure({ serviceClient }));
    const { address } = await create("silent", bytesOf(300_000), at);
    void proxy().next({ stallAfter: 1000 });
    expect((await retrieve(address)).data).toEqual(bytesOf(300_000));
    expect(methods()).toEqual(["PUT", "PUT", "GET", "GET"]);
  });
});
