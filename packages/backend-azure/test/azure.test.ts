import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  BlobSASPermissions,
  BlobServiceClient,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from "@azure/storage-blob";
import type * as storageBlob from "@azure/storage-blob";
import { Address } from "@kstash/core";
import { azure, type AzureOptions } from "../src/index.js";
import { kstashOn, rejection } from "@kstash/store-suite";

const KEY = Buffer.from("a key of an account").toString("base64");
const address = "az://stashes/two%20words.c6ab205fe81dcad3eec3ab48b96b0618";
const connectionString = `DefaultEndpointsProtocol=https;AccountName=account;AccountKey=${KEY};EndpointSuffix=core.windows.net`;

describe("options", () => {
  const serviceClient = BlobServiceClient.fromConnectionString(connectionString);

  test.each<[AzureOptions, string]>([
    [
      { serviceClient, url: "https://a.blob.core.windows.net" },
      "(url): a serviceClient has its own",
    ],
    [{ serviceClient, clientOptions: {} }, "(clientOptions): a serviceClient has its own"],
    [
      { connectionString, url: "https://a.blob.core.windows.net" },
      "(connectionString): it already",
    ],
    [{ refreshAfterSec: 0 }, "(refreshAfterSec): must be a number of seconds, greater than 0"],
    [{ parallelAboveBytes: 0.5 }, "(parallelAboveBytes): must be a whole number of bytes"],
  ])("refused", (options, message) => {
    expect(() => azure(options)).toThrow(`invalid options of azure ${message}`);
  });
});

describe("the account, from options and the environment", () => {
  const names = ["CONNECTION_STRING", "ACCOUNT", "KEY"].map((name) => `AZURE_STORAGE_${name}`);
  const saved = names.map((name) => process.env[name]);
  const set = (values: Record<string, string>) => {
    for (const name of names) delete process.env[name];
    Object.assign(process.env, values);
  };
  beforeEach(() => set({}));
  afterEach(() => {
    set(Object.fromEntries(names.flatMap((name, n) => (saved[n] ? [[name, saved[n]]] : []))));
  });
  const linkOf = (options: AzureOptions = {}) => kstashOn(azure(options)).share(address);

  test("nothing is set: that is said, and found as soon as it is set", async () => {
    const { share } = kstashOn(azure());
    expect((await rejection(share(address))).message).toBe(
      `backend "az" could not share ${address}: no storage account is set: set AZURE_STORAGE_CONNECTION_STRING, or AZURE_STORAGE_ACCOUNT and AZURE_STORAGE_KEY, or pass url and credential (AccountMissing)`,
    );
    set({ AZURE_STORAGE_ACCOUNT: "account" });
    expect((await rejection(share(address))).message).toContain("no credential is set: set");
    set({ AZURE_STORAGE_ACCOUNT: "account", AZURE_STORAGE_KEY: KEY });
    expect(await share(address)).toMatch(/^https:\/\/account\.blob\.core\.windows\.net\/stashes\//);
  });

  test("a connection string, by option or environment", async () => {
    const start = "https://account.blob.core.windows.net/stashes/two%20words.c6ab";
    expect(await linkOf({ connectionString })).toContain(start);
    set({ AZURE_STORAGE_CONNECTION_STRING: connectionString });
    expect(await linkOf()).toContain(start);
  });

  test("an option goes before the environment", async () => {
    set({ AZURE_STORAGE_CONNECTION_STRING: connectionString });
    const credential = new StorageSharedKeyCredential("other", KEY);
    const link = await linkOf({ url: "https://other.blob.core.windows.net", credential });
    expect(link).toMatch(/^https:\/\/other\./);
  });

  test("a client of another copy of the SDK signs as well", async () => {
    const other = createRequire(import.meta.url)("@azure/storage-blob") as typeof storageBlob;
    expect(other.BlobServiceClient).not.toBe(BlobServiceClient);
    const serviceClient = other.BlobServiceClient.fromConnectionString(connectionString);
    expect(await linkOf({ serviceClient })).toContain("https://account.blob.core.windows.net/");
  });

  test("an endpoint that cannot be reached", async () => {
    const clientOptions = { retryOptions: { maxTries: 1 } };
    const options = { url: "http://127.0.0.1:1/account?sv=1&sig=SECRET", clientOptions };
    const error = await rejection(kstashOn(azure(options)).retrieve(address));
    expect(error.message).toContain(
      "refused the connection: check the account's name, or url or connectionString (ECONNREFUSED)",
    );
    expect(error.message).not.toContain("SECRET");
  });
});

test("a link is signed as the documentation of the service SAS says", async () => {
  const before = Date.now();
  const { share } = azure({ connectionString });
  const config = {} as never;
  const link = new URL(await share(Address.parse(address), { ttlSec: 60, config }));
  const query = link.searchParams;
  const expiry = Date.parse(query.get("se") ?? "");
  expect(expiry).toBeGreaterThanOrEqual(before + 60_000);
  expect(expiry).toBeLessThan(Date.now() + 62_000);
  // "Create a service SAS" (REST API), version 2020-12-06 and later: what is empty here, kstash does not set.
  const resource = `/blob/account/stashes/two words.c6ab205fe81dcad3eec3ab48b96b0618`;
  const toSign = ["r", "", query.get("se"), resource, "", "", "https", query.get("sv"), "b"]
    .concat(["", "", "", "", "", "", ""])
    .join("\n");
  const signature = createHmac("sha256", Buffer.from(KEY, "base64"))
    .update(toSign)
    .digest("base64");
  expect(query.get("sig")).toBe(signature);
  // And as the SDK's own generator has it.
  const made = generateBlobSASQueryParameters(
    {
      containerName: "stashes",
      blobName: "two words.c6ab205fe81dcad3eec3ab48b96b0618",
      permissions: BlobSASPermissions.parse("r"),
      protocol: SASProtocol.Https,
      expiresOn: new Date(expiry),
    },
    new StorageSharedKeyCredential("account", KEY),
  );
  expect(link.search.slice(1)).toBe(made.toString());
  expect([...query.keys()].toSorted()).toEqual(["se", "sig", "sp", "spr", "sr", "sv"]);
});
