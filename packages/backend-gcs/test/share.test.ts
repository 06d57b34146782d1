import { createHash, type KeyLike, verify } from "node:crypto";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { Storage } from "@google-cloud/storage";
import { Address } from "@kstash/core";
import { agentsWithTimeLimit, Distance } from "@kstash/backend-kit";
import { gcs } from "../src/index.js";
import { share } from "../src/read/share.js";
import { credentials, publicKey } from "./credentials.js";
import * as google from "./v4-vectors.js";

/** Whether the key's owner signed the link ("Canonical requests" and "Signatures", Cloud Storage). */
function isSignedBy(key: KeyLike, link: string): boolean {
  const { host, pathname, search, searchParams } = new URL(link);
  const signed = search
    .slice(1)
    .split("&")
    .filter((part) => !part.startsWith("X-Goog-Signature"));
  const canonical = ["GET", pathname, signed.toSorted().join("&")]
    .concat([`host:${host}`, "", "host", "UNSIGNED-PAYLOAD"])
    .join("\n");
  const hash = createHash("sha256").update(canonical).digest("hex");
  const [, ...scope] = (searchParams.get("X-Goog-Credential") ?? "").split("/");
  const date = searchParams.get("X-Goog-Date");
  const toSign = ["GOOG4-RSA-SHA256", date, scope.join("/"), hash].join("\n");
  const signature = Buffer.from(searchParams.get("X-Goog-Signature") ?? "", "hex");
  return verify("RSA-SHA256", Buffer.from(toSign), key, signature);
}

describe("the vectors that Google's own clients are tested against", () => {
  afterEach(() => void jest.useRealTimers());

  // Google's private key is not needed: of one text, either owner's signature is verified.
  test.each(google.vectors)("$description", async ({ expectedUrl, ...vector }) => {
    const { bucket: namespace, object: key, expiration, timestamp } = vector;
    jest.useFakeTimers({ now: new Date(timestamp), doNotFake: ["nextTick", "setImmediate"] });
    const client_email = "test-iam-credentials@dummy-project-id.iam.gserviceaccount.com";
    const storage = new Storage({ credentials: { ...credentials, client_email } });
    const session = {
      storage,
      agents: agentsWithTimeLimit(),
      signal: undefined,
      explain: (error: unknown) => error,
      distance: new Distance(),
    };
    const link = await share(session, { namespace, key } as Address, expiration);
    const unsigned = (url: string) => url.replace(/&X-Goog-Signature=.*/, "");
    expect(unsigned(link)).toBe(unsigned(expectedUrl));
    expect(isSignedBy(google.publicKey, expectedUrl)).toBe(true);
    expect(isSignedBy(publicKey, link)).toBe(true);
    expect(isSignedBy(publicKey, link.replace(/Expires=\d/, "Expires=3"))).toBe(false);
  });
});

test("a name with characters that are escaped", async () => {
  const { share } = gcs({ options: { projectId: "kstash", credentials } });
  const address = "gs://stashes/two%20words/h%C3%A1.c6ab205fe81dcad3eec3ab48b96b0618";
  const link = await share(Address.parse(address), { ttlSec: 60, config: {} as never });
  const start = "https://storage.googleapis.com/stashes/two%20words/h%C3%A1.c6ab205fe81d";
  expect(link).toContain(start);
  expect(new URL(link).searchParams.get("X-Goog-Expires")).toBe("60");
  expect(isSignedBy(publicKey, link)).toBe(true);
});
