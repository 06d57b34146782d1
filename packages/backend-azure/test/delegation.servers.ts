import { Agent } from "node:https";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import * as sdk from "@azure/storage-blob";
import { https } from "@kstash/backend-https";
import { Distance } from "@kstash/backend-kit";
import { createKstash } from "@kstash/core";
import { loopbackLookup, readCertificate } from "@kstash/s3-server";
import { type Azurite, installAzurite, startAzurite } from "@kstash/servers";
import { azure } from "../src/index.js";
import { sharer } from "../src/read/share.js";
import { bytesOf, kstashOn, raw, rejection } from "@kstash/store-suite";

const describeInstalled = installAzurite() ? describe : describe.skip;
const { ca, ...tls } = readCertificate();

describeInstalled("a client with a token of Entra ID, over https", () => {
  const agent = new Agent({ ca, keepAlive: true });
  const asked: string[] = [];
  let key: Record<string, string> = {};
  let server: Azurite;
  let serviceClient: sdk.BlobServiceClient;
  beforeAll(async () => {
    server = await startAzurite({ tls });
    const pipeline = sdk.newPipeline({
      getToken: async () => ({ token: tokenOf(), expiresOnTimestamp: Date.now() + 3_600_000 }),
    });
    pipeline.factories.push({
      create: (next) => ({
        async sendRequest(request) {
          request.agent = agent;
          const { search } = new URL(request.url);
          asked.push(`${request.method} ${search}`);
          const answer = await next.sendRequest(request);
          if (search.includes("userdelegationkey")) {
            key = (answer as unknown as { parsedBody: Record<string, string> }).parsedBody;
          }
          return answer;
        },
      }),
    });
    serviceClient = new sdk.BlobServiceClient(server.url, pipeline);
    await serviceClient.createContainer("stashes");
  }, 120_000);
  afterAll(async () => {
    agent.destroy();
    await server?.close();
  });

  test("stores and reads; its links are signed by one user delegation key", async () => {
    const bytes = bytesOf(1000);
    const { create, retrieve, share } = kstashOn(azure({ serviceClient }));
    const { address } = await create("delegated", bytes, { namespace: "stashes" });
    expect((await retrieve(address)).data).toEqual(bytes);

    asked.length = 0;
    for (const link of [await share(address), await share(address, { ttlSec: 600 })]) {
      const query = new URL(link).searchParams;
      expect([query.get("sr"), query.get("sp"), query.get("spr")]).toEqual(["b", "r", "https"]);
      expect([query.get("skoid"), query.get("sktid")]).toEqual([OBJECT, TENANT]);
    }
    expect(asked.filter((each) => each.includes("userdelegationkey"))).toHaveLength(1);
    // One that outlives the key needs another.
    await share(address, { ttlSec: 7000 });
    expect(asked.filter((each) => each.includes("userdelegationkey"))).toHaveLength(2);
  });

  test("a link is what the SDK's own generator makes of the same fields", async () => {
    const { create, share } = kstashOn(azure({ serviceClient }));
    const { address } = await create("a b/c", bytesOf(10), { namespace: "stashes" });
    const link = new URL(await share(address, { ttlSec: 600 }));
    const { signedStartsOn = "", signedExpiresOn = "" } = key;
    const delegation = {
      ...key,
      signedStartsOn: new Date(signedStartsOn),
      signedExpiresOn: new Date(signedExpiresOn),
    } as unknown as sdk.UserDelegationKey;
    const fields = {
      containerName: "stashes",
      blobName: address.key,
      permissions: sdk.BlobSASPermissions.parse("r"),
      protocol: sdk.SASProtocol.Https,
      expiresOn: new Date(link.searchParams.get("se") ?? ""),
    };
    const made = sdk.generateBlobSASQueryParameters(fields, delegation, server.account);
    expect(link.search.slice(1)).toBe(made.toString());
  });

  test("such a link reads the blob, and no other", async () => {
    const bytes = bytesOf(1000);
    const { create } = kstashOn(azure({ serviceClient }));
    const { address } = await create("linked", bytes, { namespace: "stashes" });
    const other = await create("other", bytes, { namespace: "stashes" });
    // Azurite knows no newer version of such a SAS.
    const share = sharer({ version: "2025-11-05" });
    const operation = {
      signal: undefined,
      explain: (error: unknown) => error,
      distance: new Distance(),
    };
    const link = await share({ sdk, service: serviceClient, ...operation }, address, 600);
    const reader = https({
      allowPrivate: true,
      ports: [Number(new URL(server.url).port)],
      ca,
      lookup: loopbackLookup,
    });
    const { retrieve } = createKstash({ codecs: [raw], config: { backends: [reader] } });
    expect((await retrieve(link)).data).toEqual(bytes);
    const moved = link.replace(/linked\.[0-9a-f]+/, other.address.key);
    expect(await rejection(retrieve(moved))).toMatchObject({ code: "STASH_NOT_FOUND" });
  });
});

const OBJECT = "11111111-1111-4111-8111-111111111111";
const TENANT = "22222222-2222-4222-8222-222222222222";

/** Azurite looks at what a token says, and not at its signature. */
function tokenOf(): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    aud: "https://storage.azure.com",
    iss: `https://sts.windows.net/${TENANT}/`,
    iat: now - 60,
    nbf: now - 60,
    exp: now + 3600,
    oid: OBJECT,
    tid: TENANT,
  };
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  return `${encode({ alg: "none", typ: "JWT" })}.${encode(claims)}.c2lnbmVk`;
}
