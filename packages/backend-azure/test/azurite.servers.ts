import { inspect } from "node:util";
import { expect, test } from "@jest/globals";
import { AccountSASPermissions } from "@azure/storage-blob";
import { StashNotFound } from "@kstash/core";
import { bytesOf, kstashOn, rejection, storeSuite } from "@kstash/store-suite";
import { azure, type AzureOptions } from "../src/index.js";
import { azurite } from "./store.js";

const MIB = 1024 * 1024;

storeSuite(azurite, (store) => {
  const bytes = bytesOf(1000);
  const at = { namespace: "stashes" };
  const backend = (options: AzureOptions = {}) =>
    azure({ connectionString: store().server.connectionString, ...options });
  const blobAt = (key: string) =>
    store().service.getContainerClient("stashes").getBlockBlobClient(key);
  const inAnHour = () => new Date(Date.now() + 3_600_000);

  test("the blocks of a large payload, and none that is left over", async () => {
    const { create } = kstashOn(backend({ parallelAboveBytes: MIB }));
    const { address } = await create("large", bytesOf(19 * MIB), at);
    const blob = blobAt(address.key);
    const { committedBlocks } = await blob.getBlockList("committed");
    expect(committedBlocks?.map(({ size }) => size)).toEqual([5 * MIB, 5 * MIB, 5 * MIB, 4 * MIB]);
    await create("large", bytesOf(19 * MIB), at);
    expect((await blob.getBlockList("uncommitted")).uncommittedBlocks).toEqual([]);
  });

  test("every small blob has its MD5, whatever the digest", async () => {
    for (const hash of ["md5", "sha256"] as const) {
      const { address } = await kstashOn(backend(), { hash }).create("summed", bytes, at);
      const { contentMD5 } = await blobAt(address.key).getProperties();
      expect(contentMD5).toHaveLength(16);
    }
  });

  test("putOptions reach the store", async () => {
    const putOptions = { tier: "Cool", tags: { team: "blue" }, blobContentDisposition: "inline" };
    const { address } = await kstashOn(backend({ putOptions })).create("tiered", bytes, at);
    const blob = blobAt(address.key);
    const expected = { accessTier: "Cool", contentDisposition: "inline" };
    expect(await blob.getProperties()).toMatchObject(expected);
    expect((await blob.getTags()).tags).toEqual({ team: "blue" });
  });

  test("a client that is passed in is used", async () => {
    const { create, retrieve } = kstashOn(azure({ serviceClient: store().service }));
    const { address } = await create("given", bytes, at);
    expect((await retrieve(address)).data).toEqual(bytes);
  });

  test("a name that no blob can have is absent, and nothing is asked", async () => {
    const { retrieve, remove } = kstashOn(azure({ url: "http://127.0.0.1:1/?sig=a" }));
    const address = `az://stashes/${"%25".repeat(400)}.c6ab205fe81dcad3eec3ab48b96b0618`;
    expect(await rejection(retrieve(address))).toBeInstanceOf(StashNotFound);
    expect(await remove(address)).toBe(false);
  });

  test("a client with a SAS alone reads, and says what a link needs", async () => {
    const { address } = await kstashOn(backend()).create("sas", bytes, at);
    const url = store().service.generateAccountSasUrl(inAnHour(), undefined, "sco");
    const { retrieve, share } = kstashOn(azure({ url }));
    expect((await retrieve(address)).data).toEqual(bytes);
    const error = await rejection(share(address));
    expect(error.message).toContain("this client has only a SAS: pass one of them as credential");
    expect(inspect(error, { depth: 9 })).not.toContain(new URL(url).searchParams.get("sig"));
  });

  test("a SAS that may only read: storing is denied, and the permission is named", async () => {
    const read = AccountSASPermissions.parse("r");
    const url = store().service.generateAccountSasUrl(inAnHour(), read, "sco");
    const error = await rejection(kstashOn(azure({ url })).create("denied", bytes, at));
    expect(error.message).toContain(
      'access is denied: allow blobs/write (in a SAS: c and w) on container "stashes"',
    );
  });

  test("a wrong key", async () => {
    const wrong = Buffer.from("wrong").toString("base64");
    const { accountKey, connectionString: right } = store().server;
    const connectionString = right.replace(accountKey, wrong);
    const { create, retrieve, remove } = kstashOn(azure({ connectionString }));
    const address = "az://stashes/context.c6ab205fe81dcad3eec3ab48b96b0618";
    const calls = [() => create("a", bytes, at), () => retrieve(address), () => remove(address)];
    for (const call of calls) {
      const error = await rejection(call());
      expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
      // Azure's own code for it is AuthenticationFailed.
      expect(error.message).toContain("and the credentials (AuthorizationFailure, HTTP 403)");
    }
  });
});
